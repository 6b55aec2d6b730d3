-- End-to-end packages between nodes: whose keys they may be encrypted to, and what is known of them from outside.
create table node_end_to_end_key (
  kid text primary key, -- RFC 7638 thumbprint of what is encrypted to
  node_id uuid not null references node on delete cascade,
  statement text not null, -- the node's own, signed by its end-to-end identity and by its certificate's key (JWS)
  told_at timestamptz not null,
  retired_at timestamptz -- the node has told a newer one; it still opens what is encrypted to this one
);
create index node_end_to_end_key_node on node_end_to_end_key (node_id);
create table end_to_end_message (
  message_id uuid primary key references message on delete cascade,
  instances integer not null check (instances > 0), -- as the sending node says
  key_ids text[] not null -- that open it
);
