-- One institution asks another for images of a patient; what answers it are messages that name it.
create table image_request (
  id uuid primary key,
  asking_institution_id uuid not null references institution,
  asking_person_id uuid not null references person,
  asked_institution_id uuid not null references institution,
  clinician text not null,
  patient_name text not null,
  patient_id text,
  patient_id_kind text check (patient_id_kind in ('birth-number', 'other')),
  patient_birth_date text check (patient_birth_date ~ '^\d{4}-\d\d-\d\d$'),
  wanted text not null,
  modalities text[] not null default '{}',
  studied_from text check (studied_from ~ '^\d{4}-\d\d-\d\d$'),
  studied_to text check (studied_to ~ '^\d{4}-\d\d-\d\d$'),
  accession_number text,
  reason text not null,
  urgency text not null check (urgency in ('routine', 'urgent', 'stat')),
  needed_by timestamptz not null,
  status text not null check (status in ('open', 'answered', 'refused', 'withdrawn')),
  refusal text,
  created_at timestamptz not null,
  ended_at timestamptz,
  opened_at timestamptz,    -- by somebody of the asked institution
  reminded_at timestamptz,  -- the asked institution, since it is overdue
  escalated_at timestamptz, -- to its contacts in the directory
  idempotency_key text,
  request_sha256 bytea,
  check (asking_institution_id != asked_institution_id),
  check ((patient_id is null) = (patient_id_kind is null)),
  check ((status = 'open') = (ended_at is null)),
  check ((status = 'refused') = (refusal is not null))
);
create index image_request_asked on image_request (asked_institution_id, created_at desc);
create index image_request_asking on image_request (asking_institution_id, created_at desc);
create index image_request_overdue on image_request (needed_by) where status = 'open' and escalated_at is null;
create unique index image_request_idempotency
  on image_request (asking_institution_id, asking_person_id, idempotency_key) where idempotency_key is not null;

-- What both parties read of what has happened.
create table image_request_event (
  position bigint generated always as identity primary key,
  request_id uuid not null references image_request on delete cascade,
  at timestamptz not null,
  actor text not null,
  institution_id uuid references institution, -- whose the actor is; null: the centre
  what text not null,
  message_id uuid references message on delete cascade
);
create index image_request_event_request on image_request_event (request_id, position);

alter table message add column answers uuid references image_request;
alter table message add column answers_in_full boolean not null default false; -- nothing more is to follow
create index message_answers on message (answers, created_at) where answers is not null;
