-- Personal certificates: authorities of several certificates, what sessions rest on, revocation, renewal.

-- An authority is whoever issues; its certificates come and go. Chains end at an anchor; issuing authorities are
-- known ways to it; what was replaced counts no more, and is kept so that it is not taken for a new one.
create table authority_certificate (
  authority_id uuid not null references authority on delete cascade,
  fingerprint_sha256 text not null,
  role text not null check (role in ('anchor', 'issuing', 'replaced')),
  pem text not null,
  subject text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  primary key (authority_id, fingerprint_sha256)
);
-- Of each chain it has to be clear which authority it belongs to.
create unique index authority_certificate_anchor on authority_certificate (fingerprint_sha256) where role = 'anchor';
insert into authority_certificate (authority_id, fingerprint_sha256, role, pem, subject, not_before, not_after)
  select id, fingerprint_sha256, 'anchor', pem, subject, not_before, not_after from authority;
alter table authority
  drop column pem,
  drop column subject,
  drop column fingerprint_sha256,
  drop column not_before,
  drop column not_after;

-- Every process learns of a change at once, whoever makes it.
create function notify_authorities() returns trigger language plpgsql as $$
begin
  perform pg_notify('epacs_authorities', '');
  return null;
end
$$;
create trigger authority_changed after insert or update or delete on authority
  for each statement execute function notify_authorities();
create trigger authority_certificate_changed after insert or update or delete on authority_certificate
  for each statement execute function notify_authorities();

-- What was fetched, for all processes and over restarts.
create table revocation_list (
  url text primary key,
  der bytea not null,
  fetched_at timestamptz not null
);

-- The certificates that sessions rest on, to be checked again while these last.
create table presented_certificate (
  fingerprint_sha256 text primary key,
  chain_pem text not null, -- the personal one first, then what was sent along
  checked_at timestamptz not null
);
alter table session add column certificate_sha256 text references presented_certificate; -- null: signed in by other means
create index session_certificate on session (certificate_sha256);
alter table sign_in_code add column certificate_sha256 text references presented_certificate;
-- Sessions and codes of before do not say what they rest on.
delete from sign_in_code;
delete from session where method = 'certificate';

alter table person_certificate
  add column authority_id uuid references authority on delete set null, -- null: not signed in with yet
  add column stable_identifiers text[] not null default '{}', -- 'kind:value': what a renewed certificate has in common with it
  add column not_after timestamptz;
create index person_certificate_person on person_certificate (person_id);
create index person_certificate_identifiers on person_certificate using gin (stable_identifiers);

-- A certificate that seems to be the renewal of a person's earlier one: to be confirmed before it opens anything.
create table certificate_renewal (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  authority_id uuid not null references authority on delete cascade,
  issuer text not null,
  subject_key_sha256 bytea not null,
  subject text not null,
  fingerprint_sha256 text not null,
  stable_identifiers text[] not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  status text not null check (status in ('waiting', 'confirmed', 'refused')),
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references person on delete set null,
  unique (issuer, subject_key_sha256)
);
create index certificate_renewal_waiting on certificate_renewal (requested_at) where status = 'waiting';
