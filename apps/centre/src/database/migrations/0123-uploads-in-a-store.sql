-- Null: the bytes lie in a file at the process that takes them. Otherwise they are pieces in a store that every process
-- reaches, and this is how many count: it grows together with the list of pieces, from exactly where it stood, so that of
-- two who write one alone goes on.
alter table upload add column received_bytes bigint check (received_bytes >= 0);

-- Without a reference: what an upload leaves when its row is gone is known from here until it has been removed.
create table upload_piece (
  upload_id uuid not null,
  start_bytes bigint not null check (start_bytes >= 0),
  size_bytes integer not null check (size_bytes > 0),
  -- Of its object, behind `uploads/`.
  name text not null,
  sha256 bytea not null check (length(sha256) = 32),
  primary key (upload_id, start_bytes)
);
