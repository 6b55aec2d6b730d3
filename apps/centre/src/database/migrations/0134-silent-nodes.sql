-- What has been written about a node: that it is silent, and that its certificate ends.
alter table node add column silence_told_at timestamptz; -- null: it is heard, or nobody was told yet
alter table node add column certificate_told_end timestamptz; -- the end that was told of; a renewed certificate has another one
alter table node add column certificate_told_days integer; -- of 30, 7 and 1 the least that was told

-- Since when the centre has been looking after its nodes without a break: while it was away itself, nobody was silent.
create table node_watch (
  is_only boolean primary key default true check (is_only),
  watched_at timestamptz not null,
  unbroken_since timestamptz not null
);
