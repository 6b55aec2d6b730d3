-- Messages that were forwarded: what they hold was never sent again, it is taken from another message's package.
create table forwarded (
  message_id uuid primary key references message on delete cascade,
  source_id uuid not null references message,
  source_sha256 bytea not null, -- of the source's package: the record of the source forgets it with its data
  studies text[] -- Study Instance UIDs; null: the whole package
);
create index forwarded_source on forwarded (source_id);
