-- Invitations, identities that were proven and belong to nobody yet, sessions that their owner can tell apart.

create table invitation (
  id uuid primary key,
  token_sha256 bytea not null unique,
  institution_id uuid not null references institution on delete cascade,
  name text not null,
  email text not null,
  role text not null check (role in ('specialist', 'representative')),
  language text not null check (language in ('cs', 'en')),
  invited_by uuid references person on delete set null, -- null: the centre, with the approval of a request
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references person on delete set null
);
create index invitation_institution on invitation (institution_id);

create table proven_identity (
  browser_sha256 bytea primary key, -- of the browser that proved it
  code_sha256 bytea unique, -- waits for the way back from the certificate entrance; null: has come
  method text not null check (method in ('certificate', 'jtp')),
  issuer text not null,
  subject text not null,
  name text,
  email text,
  ico text,
  sid text,
  certificate_sha256 text references presented_certificate,
  return_to text,
  expires_at timestamptz not null
);
create index proven_identity_expires_at on proven_identity (expires_at);

-- Whom a representative has removed does not come back by JTP alone.
create table removed_member (
  person_id uuid not null references person on delete cascade,
  institution_id uuid not null references institution on delete cascade,
  removed_by uuid references person on delete set null,
  removed_at timestamptz not null,
  primary key (person_id, institution_id)
);

alter table session add column id uuid not null default gen_random_uuid() unique;
alter table session add column address text;
alter table session add column agent text; -- what the browser calls itself
alter table session add column jtp_issuer text;
alter table session add column jtp_subject text;
alter table session add column jtp_sid text; -- of the session at JTP
create index session_jtp on session (jtp_issuer, jtp_subject);

-- Log-out tokens that were used (OpenID Connect Back-Channel Logout 1.0, 2.6, step 7).
create table jtp_logout (
  token_id text primary key,
  expires_at timestamptz not null
);
