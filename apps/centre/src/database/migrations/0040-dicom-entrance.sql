-- The DICOM entrance: who may call, what is being received, which requests for storage commitment wait for an answer.

-- A program of an institution that speaks DICOM with the centre: its PACS, or a gateway before it.
create table dicom_gateway (
  id uuid primary key,
  institution_id uuid not null references institution on delete cascade,
  ae_title text not null unique check (length(ae_title) between 1 and 16), -- the calling AE title
  addresses text[] not null default '{}', -- and networks, from which it may call without TLS
  report_host text, -- where it listens for reports of storage commitment; null: it waits for them on its own association
  report_port integer check (report_port between 1 and 65535),
  report_tls boolean not null default false,
  check ((report_host is null) = (report_port is null))
);
create index dicom_gateway_institution on dicom_gateway (institution_id);

-- With which it may call over TLS; bound by issuer and subject key, never by name.
create table dicom_gateway_certificate (
  gateway_id uuid not null references dicom_gateway on delete cascade,
  issuer text not null,
  subject_key_sha256 bytea not null,
  primary key (gateway_id, issuer, subject_key_sha256)
);

-- What comes by DICOM is sent by an institution's program, and by no person.
alter table message alter column sender_person_id drop not null;

-- A message that a gateway sends, or sent. As long as it is not closed, further instances may come to it.
create table dicom_reception (
  message_id uuid primary key references message on delete cascade,
  gateway_id uuid not null references dicom_gateway on delete cascade,
  closed_at timestamptz,
  complete boolean not null default false -- as far as is known: its last association was released, and nothing was refused
);
create index dicom_reception_open on dicom_reception (message_id) where closed_at is null;

-- A study that is sent again is looked for among the messages that brought it before.
create index study_study_instance_uid on study (study_instance_uid);

create table dicom_commitment (
  id uuid primary key,
  gateway_id uuid not null references dicom_gateway on delete cascade,
  institution_id uuid not null references institution on delete cascade, -- whom the instances were sent to
  transaction_uid text not null,
  result jsonb not null default '{}', -- SOP classes and instances, and why those that are not here are not
  decided_at timestamptz not null,
  reported_at timestamptz -- null: the gateway does not know it yet
);
create index dicom_commitment_open on dicom_commitment (gateway_id) where reported_at is null;
