-- What the centre signs: manifests of packages, receipts of recipients, and every key that ever signed one.
create table signing_key (
  kid text primary key, -- RFC 7638 thumbprint
  public_jwk jsonb not null,
  created_at timestamptz not null,
  retired_at timestamptz -- signed nothing from then on
);
create table manifest (
  message_id uuid primary key references message on delete cascade,
  package_sha256 bytea not null check (length(package_sha256) = 32),
  jws text not null -- first line of the manifest; the others are in the package's index
);
create table receipt (
  message_id uuid not null,
  institution_id uuid not null, -- the recipient
  kind text not null check (kind in ('delivered', 'opened', 'stored', 'deleted')),
  at timestamptz not null,
  jws text not null,
  primary key (message_id, institution_id, kind),
  foreign key (message_id, institution_id) references delivery on delete cascade
);
