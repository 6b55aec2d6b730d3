-- What the PACS of a node take, as the node tells it; apart from `node`, which is written every half a minute.
create table node_passport (
  node_id uuid primary key references node on delete cascade,
  told_at timestamptz not null,
  passport jsonb not null
);
