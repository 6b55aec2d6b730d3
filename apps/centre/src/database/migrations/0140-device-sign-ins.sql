-- Sign-ins of programs on machines without a browser (RFC 8628), until they are ended or their time is over.
create table device_sign_in (
  id uuid primary key,
  device_code_sha256 bytea not null unique, -- the program keeps the code itself
  user_code_sha256 bytea not null unique, -- the person reads and confirms the code itself
  program text not null,
  host text not null, -- as the program says
  address text not null,
  network text not null, -- of the address: so many may be open at once
  created_at timestamptz not null,
  expires_at timestamptz not null,
  interval_seconds integer not null, -- the program asks no more often
  asked_at timestamptz,
  refused_at timestamptz,
  session_id uuid references session (id) on delete cascade, -- in which the person allowed it
  institution_id uuid references institution (id) on delete set null -- that the person acted for then
);
create index device_sign_in_expires_at on device_sign_in (expires_at);
create index device_sign_in_session_id on device_sign_in (session_id) where session_id is not null;
-- Of sessions of programs; null: a browser's.
alter table session
  add column program text,
  add column host text,
  add column allowed_in uuid; -- the session in which the person allowed it; it may have ended since
create index session_allowed_in on session (allowed_in) where allowed_in is not null;
