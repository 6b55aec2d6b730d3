-- Receipts that a recipient's node signs itself, beside the centre's of the same kind; and the keys that signed them.
alter table receipt add column node_jws text;
create table node_key (
  kid text primary key, -- RFC 7638 thumbprint
  node_id uuid not null references node on delete cascade,
  public_jwk jsonb not null,
  created_at timestamptz not null -- the node was enrolled; it may have signed from then on
);
create index node_key_node on node_key (node_id);
