-- When JTP last said so, for memberships that it grants: they end with the next sign-in only, which may never come.
alter table membership add column confirmed_at timestamptz not null default now();
