-- Requests to join, from the form to the decision.

create table conditions (
  version integer not null,
  language text not null check (language in ('cs', 'en')),
  words text not null,
  primary key (version, language)
);

create table registration (
  id uuid primary key,
  status text not null check (status in ('unconfirmed', 'received', 'in-review', 'more-wanted', 'approved', 'refused')),
  origin text not null check (origin in ('applicant', 'operator')),
  language text not null check (language in ('cs', 'en')),
  form jsonb not null, -- as it was checked
  institution_name text not null, -- of the form, for lists and searches
  name_folded text not null,
  ico text,
  email text not null,
  request_key text not null unique, -- sent twice, it is one request
  request_sha256 bytea not null,
  conditions_version integer not null,
  conditions_agreed_at timestamptz not null,
  proof_method text check (proof_method in ('certificate', 'jtp')), -- the applicant came with this identity, proven
  proof_issuer text,
  proof_subject text, -- at the issuer: JTP's subject, or the key's SHA-256 in hexadecimal
  proof_name text,
  proof_email text,
  proof_ico text,
  entered_by uuid references person on delete set null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  decided_at timestamptz,
  decided_by uuid references person on delete set null,
  institution_id uuid references institution on delete set null
);
create index registration_status on registration (status, created_at);
create index registration_ico on registration (ico);
create index registration_email on registration (email);

-- Private links to a request: each mail carries a new one, all of them serve.
create table registration_link (
  token_sha256 bytea primary key,
  registration_id uuid not null references registration on delete cascade
);
create index registration_link_registration on registration_link (registration_id);

-- The dialogue, and each move of the status.
create table registration_entry (
  registration_id uuid not null references registration on delete cascade,
  position bigint generated always as identity,
  at timestamptz not null,
  author text not null check (author in ('applicant', 'operator', 'centre')),
  person_id uuid references person on delete set null,
  status text,
  words text not null default '',
  primary key (registration_id, position)
);

-- Codes that enrol an institution's node, once.
create table enrolment_code (
  code_sha256 bytea primary key,
  institution_id uuid not null references institution on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
