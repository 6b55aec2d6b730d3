-- When each stored package was last read against its digests, and what was found: the scrub goes from the oldest on.
create table package_check (
  message_id uuid primary key references message on delete cascade,
  checked_at timestamptz not null, -- first when it was written
  problem text check (problem in ('package-missing', 'package-changed', 'index-missing', 'index-damaged')) -- null: it is whole
);
create index package_check_oldest on package_check (checked_at);
create index package_check_damaged on package_check (message_id) where problem is not null;
insert into package_check (message_id, checked_at)
select id, created_at from message where package_sha256 is not null;
