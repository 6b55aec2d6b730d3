-- Institutions, people and how they sign in; mailboxes, messages, deliveries; the audit chain.

-- Lists of names are sorted as Czech readers expect: ch after h, č after c.
create collation czech (provider = icu, locale = 'cs');

create table institution (
  id uuid primary key,
  name text not null,
  name_folded text not null, -- lower case, without diacritics: what the directory searches
  kind text not null check (kind in ('hospital', 'outpatient', 'specialised', 'private-practice', 'scientific')),
  eligibility text not null check (eligibility in ('czech-provider', 'eu-provider', 'accredited-body')),
  ico text,
  icz text,
  country char(2) not null default 'CZ',
  city text not null,
  city_folded text not null,
  street text,
  postal_code text,
  ae_title text not null unique check (length(ae_title) between 1 and 16),
  connection text not null check (connection in ('mailbox', 'node')),
  created_at timestamptz not null default now()
);
create index institution_name_folded on institution (name_folded);
create index institution_kind_city on institution (kind, city_folded);
create index institution_ico on institution (ico);

create table contact (
  institution_id uuid not null references institution on delete cascade,
  position integer not null,
  name text not null,
  function text,
  email text,
  phone text,
  primary key (institution_id, position)
);

create table mailbox (
  institution_id uuid primary key references institution on delete cascade,
  quota_bytes bigint not null check (quota_bytes > 0),
  used_bytes bigint not null default 0 check (used_bytes >= 0) -- sum of its deliveries' held_bytes
);

create table person (
  id uuid primary key,
  name text not null,
  email text,
  roles text[] not null default '{}', -- of the centre itself: 'operator'
  created_at timestamptz not null default now()
);

create table membership (
  person_id uuid not null references person on delete cascade,
  institution_id uuid not null references institution on delete cascade,
  role text not null check (role in ('specialist', 'representative')),
  granted_by text not null default 'centre' check (granted_by in ('centre', 'jtp')), -- JTP takes back what it granted when its claims change
  primary key (person_id, institution_id)
);
create index membership_institution on membership (institution_id);

-- A certificate is bound by issuer and subject key, never by name.
create table person_certificate (
  issuer text not null,
  subject_key_sha256 bytea not null,
  person_id uuid not null references person on delete cascade,
  primary key (issuer, subject_key_sha256)
);

create table person_jtp (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person on delete cascade,
  primary key (issuer, subject)
);

create table authority (
  id uuid primary key,
  name text not null,
  website text,
  pem text not null,
  subject text not null,
  fingerprint_sha256 text not null unique,
  not_before timestamptz not null,
  not_after timestamptz not null,
  withdrawn_at timestamptz
);

create table session (
  token_sha256 bytea primary key, -- the token itself is only in the browser's cookie
  csrf_token text not null,
  person_id uuid not null references person on delete cascade,
  institution_id uuid references institution on delete cascade,
  method text not null check (method in ('certificate', 'jtp')),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_expires_at on session (expires_at);
create index session_person on session (person_id);

-- One-time codes that carry a sign-in from the certificate entrance to the portal, to the browser that began it.
create table sign_in_code (
  code_sha256 bytea primary key,
  browser_sha256 bytea not null,
  person_id uuid not null references person on delete cascade,
  return_to text,
  expires_at timestamptz not null
);

-- Sign-ins that are under way at JTP: bound to the browser that began them by a cookie.
create table jtp_sign_in (
  state_sha256 bytea primary key,
  browser_sha256 bytea not null,
  nonce text not null,
  code_verifier text not null,
  return_to text,
  expires_at timestamptz not null
);

create table message (
  id uuid primary key,
  sender_institution_id uuid not null references institution,
  sender_person_id uuid not null references person,
  subject text not null default '',
  note text not null default '',
  urgent boolean not null default false,
  all_or_nothing boolean not null default false,
  in_reply_to uuid references message,
  status text not null check (status in ('uploading', 'checking', 'accepted', 'delivered', 'rejected', 'cancelled', 'expired', 'deleted')),
  created_at timestamptz not null,
  declared_bytes bigint not null, -- sum of the uploads: what the recipients' quota is reserved by until the package is there
  size_bytes bigint not null default 0, -- of the package
  instances integer not null default 0,
  package_sha256 bytea, -- null: no package (yet, or any more)
  search_folded text not null default '', -- sender, recipients, subject, note, patients: what the mailbox search looks in
  problem text, -- why the whole was rejected, as a code; null: the files say it, or nothing is wrong
  intake_attempts integer not null default 0, -- counted before each, so that one that kills the process counts too
  idempotency_key text, -- of the request that created it, with that request's digest
  request_sha256 bytea
);
create unique index message_idempotency on message (sender_institution_id, sender_person_id, idempotency_key) where idempotency_key is not null;
create index message_sender on message (sender_institution_id, created_at desc);
create index message_open on message (status) where status in ('uploading', 'checking', 'accepted');

create table delivery (
  message_id uuid not null references message on delete cascade,
  institution_id uuid not null references institution,
  status text not null check (status in ('uploading', 'checking', 'accepted', 'delivered', 'opened', 'downloaded', 'forwarded', 'stored', 'committed', 'deleted', 'rejected', 'cancelled', 'expired')),
  at timestamptz not null, -- of the last change of status
  created_at timestamptz not null, -- the message's: the mailbox is listed by this table alone
  held_bytes bigint not null default 0 check (held_bytes >= 0), -- what it takes of the mailbox: reserved, then the package
  primary key (message_id, institution_id)
);
create index delivery_mailbox on delivery (institution_id, created_at desc, message_id);
create index delivery_unread on delivery (institution_id) where status = 'delivered';

create table upload (
  id uuid primary key,
  institution_id uuid not null references institution,
  person_id uuid not null references person,
  file_name text not null,
  size_bytes bigint not null,
  message_id uuid references message on delete cascade,
  position integer, -- among the uploads of its message
  created_at timestamptz not null,
  completed_at timestamptz,
  expires_at timestamptz not null
);
create index upload_message on upload (message_id);
create index upload_message_incomplete on upload (message_id) where completed_at is null;
create index upload_institution on upload (institution_id) where message_id is null;
create index upload_expires_at on upload (expires_at);

create table study (
  message_id uuid not null references message on delete cascade,
  position integer not null,
  study_instance_uid text not null,
  patient_id text not null,
  patient_name text not null,
  patient_birth_date text,
  patient_sex text,
  date text,
  description text,
  modalities text[] not null,
  primary key (message_id, position)
);

create table series (
  message_id uuid not null,
  study_position integer not null,
  position integer not null,
  series_instance_uid text not null,
  modality text not null,
  description text,
  instances integer not null,
  primary key (message_id, study_position, position),
  foreign key (message_id, study_position) references study on delete cascade
);

-- Per-file results that say something; files taken without a remark stand in the package's index.
create table message_file (
  message_id uuid not null references message on delete cascade,
  position integer not null,
  path text not null,
  outcome text not null check (outcome in ('accepted', 'warning', 'left-out', 'refused')),
  code text,
  detail text,
  primary key (message_id, position)
);

create table message_event (
  message_id uuid not null references message on delete cascade,
  position bigint generated always as identity,
  at timestamptz not null,
  actor text not null, -- a person's name, or 'centre'
  institution_id uuid references institution, -- whose delivery it concerns; null: the whole message
  what text not null,
  primary key (message_id, position)
);

-- Append-only; each hash covers the row and the hash before it.
create table audit_event (
  position bigint primary key,
  at timestamptz not null,
  actor_person_id uuid,
  actor_institution_id uuid,
  action text not null,
  message_id uuid,
  details jsonb not null default '{}',
  previous_sha256 bytea not null,
  sha256 bytea not null
);
create index audit_event_message on audit_event (message_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit events are neither changed nor deleted' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_event_append_only before update or delete or truncate on audit_event
  for each statement execute function refuse_change();

-- What was delivered in each month (UTC): counted with each delivery, so that nobody counts all messages.
create table traffic (
  month date primary key,
  messages bigint not null,
  size_bytes bigint not null,
  studies bigint not null
);
