-- The centre's schema after all migrations, written from a real database by `npm run schema`.
-- What its columns mean stands in apps/centre/src/database/migrations/.

CREATE COLLATION czech (provider = icu, locale = 'cs');

CREATE TABLE announcement (
  id uuid NOT NULL,
  text_cs text NOT NULL,
  text_en text NOT NULL,
  begins_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  announced_at timestamp with time zone NOT NULL,
  announced_by uuid,
  withdrawn_at timestamp with time zone,
  CONSTRAINT announcement_pkey PRIMARY KEY (id),
  CONSTRAINT announcement_announced_by_fkey FOREIGN KEY (announced_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT announcement_check CHECK (ends_at > begins_at)
);

CREATE TABLE audit_event (
  position bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_person_id uuid,
  actor_institution_id uuid,
  action text NOT NULL,
  message_id uuid,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  previous_sha256 bytea NOT NULL,
  sha256 bytea NOT NULL,
  CONSTRAINT audit_event_pkey PRIMARY KEY ("position")
) PARTITION BY RANGE ("position");

CREATE TABLE audit_forwarding (
  repository text NOT NULL,
  position bigint NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT audit_forwarding_pkey PRIMARY KEY (repository)
);

CREATE TABLE authority (
  id uuid NOT NULL,
  name text NOT NULL,
  website text,
  withdrawn_at timestamp with time zone,
  CONSTRAINT authority_pkey PRIMARY KEY (id)
);

CREATE TABLE authority_certificate (
  authority_id uuid NOT NULL,
  fingerprint_sha256 text NOT NULL,
  role text NOT NULL,
  pem text NOT NULL,
  subject text NOT NULL,
  not_before timestamp with time zone NOT NULL,
  not_after timestamp with time zone NOT NULL,
  CONSTRAINT authority_certificate_pkey PRIMARY KEY (authority_id, fingerprint_sha256),
  CONSTRAINT authority_certificate_authority_id_fkey FOREIGN KEY (authority_id) REFERENCES authority(id) ON DELETE CASCADE,
  CONSTRAINT authority_certificate_role_check CHECK (role = ANY (ARRAY['anchor'::text, 'issuing'::text, 'replaced'::text]))
);

CREATE TABLE certificate_renewal (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  authority_id uuid NOT NULL,
  issuer text NOT NULL,
  subject_key_sha256 bytea NOT NULL,
  subject text NOT NULL,
  fingerprint_sha256 text NOT NULL,
  stable_identifiers text[] NOT NULL,
  not_before timestamp with time zone NOT NULL,
  not_after timestamp with time zone NOT NULL,
  status text NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  decided_by uuid,
  CONSTRAINT certificate_renewal_pkey PRIMARY KEY (id),
  CONSTRAINT certificate_renewal_issuer_subject_key_sha256_key UNIQUE (issuer, subject_key_sha256),
  CONSTRAINT certificate_renewal_authority_id_fkey FOREIGN KEY (authority_id) REFERENCES authority(id) ON DELETE CASCADE,
  CONSTRAINT certificate_renewal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT certificate_renewal_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT certificate_renewal_status_check CHECK (status = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'refused'::text]))
);

CREATE TABLE clock_put_off (
  job text NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT clock_put_off_pkey PRIMARY KEY (job)
);

CREATE TABLE clock_watch (
  only_row boolean NOT NULL DEFAULT true,
  seen_at timestamp with time zone NOT NULL,
  doubted_at timestamp with time zone,
  CONSTRAINT clock_watch_pkey PRIMARY KEY (only_row),
  CONSTRAINT clock_watch_only_row_check CHECK (only_row)
);

CREATE TABLE conditions (
  version integer NOT NULL,
  language text NOT NULL,
  words text NOT NULL,
  valid_from timestamp with time zone,
  CONSTRAINT conditions_pkey PRIMARY KEY (version, language),
  CONSTRAINT conditions_language_check CHECK (language = ANY (ARRAY['cs'::text, 'en'::text]))
);

CREATE TABLE contact (
  institution_id uuid NOT NULL,
  position integer NOT NULL,
  name text NOT NULL,
  function text,
  email text,
  phone text,
  CONSTRAINT contact_pkey PRIMARY KEY (institution_id, "position"),
  CONSTRAINT contact_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE
);

CREATE TABLE daily_arrival (
  person_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  message_id uuid NOT NULL,
  CONSTRAINT daily_arrival_pkey PRIMARY KEY (person_id, institution_id, message_id),
  CONSTRAINT daily_arrival_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT daily_arrival_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT daily_arrival_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
);

CREATE TABLE declared_study (
  message_id uuid NOT NULL,
  position integer NOT NULL,
  study_instance_uid text NOT NULL,
  instances integer NOT NULL,
  sop_instance_uids text[],
  arrived integer,
  missing text[],
  arrived_uids text[],
  CONSTRAINT declared_study_pkey PRIMARY KEY (message_id, "position"),
  CONSTRAINT declared_study_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT declared_study_instances_check CHECK (instances > 0)
);

CREATE TABLE delivery (
  message_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  status text NOT NULL,
  at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  held_bytes bigint NOT NULL DEFAULT 0,
  marked_unread boolean NOT NULL DEFAULT false,
  sender_institution_id uuid,
  deletion_warned_at timestamp with time zone,
  CONSTRAINT delivery_pkey PRIMARY KEY (message_id, institution_id),
  CONSTRAINT delivery_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT delivery_sender_institution_id_fkey FOREIGN KEY (sender_institution_id) REFERENCES institution(id),
  CONSTRAINT delivery_held_bytes_check CHECK (held_bytes >= 0),
  CONSTRAINT delivery_status_check CHECK (status = ANY (ARRAY['uploading'::text, 'checking'::text, 'accepted'::text, 'delivered'::text, 'opened'::text, 'downloaded'::text, 'forwarded'::text, 'stored'::text, 'committed'::text, 'deleted'::text, 'rejected'::text, 'cancelled'::text, 'expired'::text]))
);

CREATE TABLE device_sign_in (
  id uuid NOT NULL,
  device_code_sha256 bytea NOT NULL,
  user_code_sha256 bytea NOT NULL,
  program text NOT NULL,
  host text NOT NULL,
  address text NOT NULL,
  network text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  interval_seconds integer NOT NULL,
  asked_at timestamp with time zone,
  refused_at timestamp with time zone,
  session_id uuid,
  institution_id uuid,
  CONSTRAINT device_sign_in_pkey PRIMARY KEY (id),
  CONSTRAINT device_sign_in_device_code_sha256_key UNIQUE (device_code_sha256),
  CONSTRAINT device_sign_in_user_code_sha256_key UNIQUE (user_code_sha256),
  CONSTRAINT device_sign_in_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE SET NULL,
  CONSTRAINT device_sign_in_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);

CREATE TABLE dicom_commitment (
  id uuid NOT NULL,
  gateway_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  transaction_uid text NOT NULL,
  result jsonb NOT NULL DEFAULT '{}'::jsonb,
  decided_at timestamp with time zone NOT NULL,
  reported_at timestamp with time zone,
  CONSTRAINT dicom_commitment_pkey PRIMARY KEY (id),
  CONSTRAINT dicom_commitment_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES dicom_gateway(id) ON DELETE CASCADE,
  CONSTRAINT dicom_commitment_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE
);

CREATE TABLE dicom_gateway (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  ae_title text NOT NULL,
  addresses text[] NOT NULL DEFAULT '{}'::text[],
  report_host text,
  report_port integer,
  report_tls boolean NOT NULL DEFAULT false,
  is_operators boolean NOT NULL DEFAULT false,
  withdrawn_at timestamp with time zone,
  CONSTRAINT dicom_gateway_pkey PRIMARY KEY (id),
  CONSTRAINT dicom_gateway_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT dicom_gateway_ae_title_check CHECK (length(ae_title) >= 1 AND length(ae_title) <= 16),
  CONSTRAINT dicom_gateway_check CHECK ((report_host IS NULL) = (report_port IS NULL)),
  CONSTRAINT dicom_gateway_report_port_check CHECK (report_port >= 1 AND report_port <= 65535)
);

CREATE TABLE dicom_gateway_certificate (
  gateway_id uuid NOT NULL,
  issuer text,
  subject_key_sha256 bytea,
  fingerprint_sha256 text,
  subject text,
  not_after timestamp with time zone,
  CONSTRAINT dicom_gateway_certificate_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES dicom_gateway(id) ON DELETE CASCADE,
  CONSTRAINT dicom_gateway_certificate_check CHECK ((issuer IS NULL) = (subject_key_sha256 IS NULL)),
  CONSTRAINT dicom_gateway_certificate_check1 CHECK (issuer IS NOT NULL OR fingerprint_sha256 IS NOT NULL)
);

CREATE TABLE dicom_reception (
  message_id uuid NOT NULL,
  gateway_id uuid NOT NULL,
  closed_at timestamp with time zone,
  complete boolean NOT NULL DEFAULT false,
  process_id uuid,
  missing_since timestamp with time zone,
  CONSTRAINT dicom_reception_pkey PRIMARY KEY (message_id),
  CONSTRAINT dicom_reception_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES dicom_gateway(id) ON DELETE CASCADE,
  CONSTRAINT dicom_reception_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);

CREATE TABLE end_to_end_message (
  message_id uuid NOT NULL,
  instances integer NOT NULL,
  key_ids text[] NOT NULL,
  CONSTRAINT end_to_end_message_pkey PRIMARY KEY (message_id),
  CONSTRAINT end_to_end_message_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT end_to_end_message_instances_check CHECK (instances > 0)
);

CREATE TABLE enrolment_code (
  code_sha256 bytea NOT NULL,
  institution_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  node_id uuid,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  created_by uuid,
  CONSTRAINT enrolment_code_pkey PRIMARY KEY (code_sha256),
  CONSTRAINT enrolment_code_id_key UNIQUE (id),
  CONSTRAINT enrolment_code_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT enrolment_code_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT enrolment_code_node_id_fkey FOREIGN KEY (node_id) REFERENCES node(id) ON DELETE SET NULL
);

CREATE TABLE favourite_institution (
  person_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  CONSTRAINT favourite_institution_pkey PRIMARY KEY (person_id, institution_id),
  CONSTRAINT favourite_institution_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT favourite_institution_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
);

CREATE TABLE forwarded (
  message_id uuid NOT NULL,
  source_id uuid NOT NULL,
  source_sha256 bytea NOT NULL,
  studies text[],
  CONSTRAINT forwarded_pkey PRIMARY KEY (message_id),
  CONSTRAINT forwarded_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT forwarded_source_id_fkey FOREIGN KEY (source_id) REFERENCES message(id)
);

CREATE TABLE hand_off (
  token_sha256 bytea NOT NULL,
  purpose text NOT NULL,
  message_id uuid NOT NULL,
  person_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  study_instance_uid text,
  file_extension text,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT hand_off_pkey PRIMARY KEY (token_sha256),
  CONSTRAINT hand_off_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT hand_off_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT hand_off_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT hand_off_purpose_check CHECK (purpose = ANY (ARRAY['package'::text, 'manifest'::text, 'instances'::text]))
);

CREATE TABLE image_request (
  id uuid NOT NULL,
  asking_institution_id uuid NOT NULL,
  asking_person_id uuid NOT NULL,
  asked_institution_id uuid NOT NULL,
  clinician text NOT NULL,
  patient_name text NOT NULL,
  patient_id text,
  patient_id_kind text,
  patient_birth_date text,
  wanted text NOT NULL,
  modalities text[] NOT NULL DEFAULT '{}'::text[],
  studied_from text,
  studied_to text,
  accession_number text,
  reason text NOT NULL,
  urgency text NOT NULL,
  needed_by timestamp with time zone NOT NULL,
  status text NOT NULL,
  refusal text,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  opened_at timestamp with time zone,
  reminded_at timestamp with time zone,
  escalated_at timestamp with time zone,
  idempotency_key text,
  request_sha256 bytea,
  patient_forgotten_at timestamp with time zone,
  CONSTRAINT image_request_pkey PRIMARY KEY (id),
  CONSTRAINT image_request_asked_institution_id_fkey FOREIGN KEY (asked_institution_id) REFERENCES institution(id),
  CONSTRAINT image_request_asking_institution_id_fkey FOREIGN KEY (asking_institution_id) REFERENCES institution(id),
  CONSTRAINT image_request_asking_person_id_fkey FOREIGN KEY (asking_person_id) REFERENCES person(id),
  CONSTRAINT image_request_check CHECK (asking_institution_id <> asked_institution_id),
  CONSTRAINT image_request_check1 CHECK ((patient_id IS NULL) = (patient_id_kind IS NULL)),
  CONSTRAINT image_request_check2 CHECK ((status = 'open'::text) = (ended_at IS NULL)),
  CONSTRAINT image_request_check3 CHECK ((status = 'refused'::text) = (refusal IS NOT NULL)),
  CONSTRAINT image_request_patient_birth_date_check CHECK (patient_birth_date ~ '^\d{4}-\d\d-\d\d$'::text),
  CONSTRAINT image_request_patient_id_kind_check CHECK (patient_id_kind = ANY (ARRAY['birth-number'::text, 'other'::text])),
  CONSTRAINT image_request_status_check CHECK (status = ANY (ARRAY['open'::text, 'answered'::text, 'refused'::text, 'withdrawn'::text])),
  CONSTRAINT image_request_studied_from_check CHECK (studied_from ~ '^\d{4}-\d\d-\d\d$'::text),
  CONSTRAINT image_request_studied_to_check CHECK (studied_to ~ '^\d{4}-\d\d-\d\d$'::text),
  CONSTRAINT image_request_urgency_check CHECK (urgency = ANY (ARRAY['routine'::text, 'urgent'::text, 'stat'::text]))
);

CREATE TABLE image_request_event (
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  request_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  actor text NOT NULL,
  institution_id uuid,
  what text NOT NULL,
  message_id uuid,
  CONSTRAINT image_request_event_pkey PRIMARY KEY ("position"),
  CONSTRAINT image_request_event_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT image_request_event_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT image_request_event_request_id_fkey FOREIGN KEY (request_id) REFERENCES image_request(id) ON DELETE CASCADE
);

CREATE TABLE institution (
  id uuid NOT NULL,
  name text NOT NULL,
  name_folded text NOT NULL,
  kind text NOT NULL,
  eligibility text NOT NULL,
  ico text,
  icz text,
  country character(2) NOT NULL DEFAULT 'CZ'::bpchar,
  city text NOT NULL,
  city_folded text NOT NULL,
  street text,
  postal_code text,
  ae_title text NOT NULL,
  connection text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  ae_title_is_operators boolean NOT NULL DEFAULT false,
  latitude double precision,
  longitude double precision,
  position_origin text,
  language text,
  icp text,
  register text,
  register_number text,
  vat_id text,
  euid text,
  record_is_operators boolean NOT NULL DEFAULT false,
  CONSTRAINT institution_pkey PRIMARY KEY (id),
  CONSTRAINT institution_ae_title_key UNIQUE (ae_title),
  CONSTRAINT institution_ae_title_check CHECK (length(ae_title) >= 1 AND length(ae_title) <= 16),
  CONSTRAINT institution_connection_check CHECK (connection = ANY (ARRAY['mailbox'::text, 'node'::text])),
  CONSTRAINT institution_eligibility_check CHECK (eligibility = ANY (ARRAY['czech-provider'::text, 'eu-provider'::text, 'accredited-body'::text])),
  CONSTRAINT institution_kind_check CHECK (kind = ANY (ARRAY['hospital'::text, 'outpatient'::text, 'specialised'::text, 'private-practice'::text, 'scientific'::text])),
  CONSTRAINT institution_language_check CHECK (language ~ '^[a-z]{2}$'::text),
  CONSTRAINT institution_latitude_check CHECK (latitude >= '-90'::integer::double precision AND latitude <= 90::double precision),
  CONSTRAINT institution_longitude_check CHECK (longitude >= '-180'::integer::double precision AND longitude <= 180::double precision),
  CONSTRAINT institution_position_origin_check CHECK (position_origin = ANY (ARRAY['register'::text, 'operator'::text])),
  CONSTRAINT institution_whole_position CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE TABLE invitation (
  id uuid NOT NULL,
  token_sha256 bytea NOT NULL,
  institution_id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  language text NOT NULL,
  invited_by uuid,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_token_sha256_key UNIQUE (token_sha256),
  CONSTRAINT invitation_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT invitation_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT invitation_language_check CHECK (language ~ '^[a-z]{2}$'::text),
  CONSTRAINT invitation_role_check CHECK (role = ANY (ARRAY['specialist'::text, 'representative'::text]))
);

CREATE TABLE jtp_logout (
  token_id text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT jtp_logout_pkey PRIMARY KEY (token_id)
);

CREATE TABLE jtp_sign_in (
  state_sha256 bytea NOT NULL,
  browser_sha256 bytea NOT NULL,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  return_to text,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT jtp_sign_in_pkey PRIMARY KEY (state_sha256)
);

CREATE TABLE mail (
  id uuid NOT NULL,
  template text NOT NULL,
  language text NOT NULL,
  recipient text NOT NULL,
  contents jsonb NOT NULL,
  status text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  problem text,
  queued_at timestamp with time zone NOT NULL,
  tried_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT mail_pkey PRIMARY KEY (id),
  CONSTRAINT mail_language_check CHECK (language ~ '^[a-z]{2}$'::text),
  CONSTRAINT mail_status_check CHECK (status = ANY (ARRAY['waiting'::text, 'sent'::text, 'refused'::text, 'given-up'::text]))
);

CREATE TABLE mail_wording (
  name text NOT NULL,
  language text NOT NULL,
  version integer NOT NULL,
  subject text,
  words text,
  changed_at timestamp with time zone NOT NULL,
  changed_by uuid,
  CONSTRAINT mail_wording_pkey PRIMARY KEY (name, language, version),
  CONSTRAINT mail_wording_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT mail_wording_check CHECK ((subject IS NULL) = (words IS NULL)),
  CONSTRAINT mail_wording_language_check CHECK (language ~ '^[a-z]{2}$'::text),
  CONSTRAINT mail_wording_version_check CHECK (version > 0)
);

CREATE TABLE mailbox (
  institution_id uuid NOT NULL,
  quota_bytes bigint NOT NULL,
  used_bytes bigint NOT NULL DEFAULT 0,
  warned_percent integer NOT NULL DEFAULT 0,
  CONSTRAINT mailbox_pkey PRIMARY KEY (institution_id),
  CONSTRAINT mailbox_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT mailbox_quota_bytes_check CHECK (quota_bytes > 0),
  CONSTRAINT mailbox_used_bytes_check CHECK (used_bytes >= 0)
);

CREATE TABLE manifest (
  message_id uuid NOT NULL,
  package_sha256 bytea NOT NULL,
  jws text NOT NULL,
  CONSTRAINT manifest_pkey PRIMARY KEY (message_id),
  CONSTRAINT manifest_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT manifest_package_sha256_check CHECK (length(package_sha256) = 32)
);

CREATE TABLE membership (
  person_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  role text NOT NULL,
  granted_by text NOT NULL DEFAULT 'centre'::text,
  confirmed_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT membership_pkey PRIMARY KEY (person_id, institution_id),
  CONSTRAINT membership_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT membership_granted_by_check CHECK (granted_by = ANY (ARRAY['centre'::text, 'jtp'::text])),
  CONSTRAINT membership_role_check CHECK (role = ANY (ARRAY['specialist'::text, 'representative'::text]))
);

CREATE TABLE message (
  id uuid NOT NULL,
  sender_institution_id uuid NOT NULL,
  sender_person_id uuid,
  subject text NOT NULL DEFAULT ''::text,
  note text NOT NULL DEFAULT ''::text,
  urgent boolean NOT NULL DEFAULT false,
  all_or_nothing boolean NOT NULL DEFAULT false,
  in_reply_to uuid,
  status text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  declared_bytes bigint NOT NULL,
  size_bytes bigint NOT NULL DEFAULT 0,
  instances integer NOT NULL DEFAULT 0,
  package_sha256 bytea,
  search_folded text NOT NULL DEFAULT ''::text,
  problem text,
  intake_attempts integer NOT NULL DEFAULT 0,
  idempotency_key text,
  request_sha256 bytea,
  supplement_to uuid,
  answers uuid,
  answers_in_full boolean NOT NULL DEFAULT false,
  arrived_as uuid,
  CONSTRAINT message_pkey PRIMARY KEY (id),
  CONSTRAINT message_answers_fkey FOREIGN KEY (answers) REFERENCES image_request(id),
  CONSTRAINT message_in_reply_to_fkey FOREIGN KEY (in_reply_to) REFERENCES message(id),
  CONSTRAINT message_sender_institution_id_fkey FOREIGN KEY (sender_institution_id) REFERENCES institution(id),
  CONSTRAINT message_sender_person_id_fkey FOREIGN KEY (sender_person_id) REFERENCES person(id),
  CONSTRAINT message_supplement_to_fkey FOREIGN KEY (supplement_to) REFERENCES message(id),
  CONSTRAINT message_status_check CHECK (status = ANY (ARRAY['uploading'::text, 'checking'::text, 'accepted'::text, 'delivered'::text, 'rejected'::text, 'cancelled'::text, 'expired'::text, 'deleted'::text]))
);

CREATE TABLE message_document (
  upload_id uuid NOT NULL,
  message_id uuid NOT NULL,
  title text NOT NULL,
  study_instance_uid text,
  CONSTRAINT message_document_pkey PRIMARY KEY (upload_id),
  CONSTRAINT message_document_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT message_document_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload(id) ON DELETE CASCADE
);

CREATE TABLE message_event (
  message_id uuid NOT NULL,
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  actor text NOT NULL,
  institution_id uuid,
  what text NOT NULL,
  CONSTRAINT message_event_pkey PRIMARY KEY (message_id, "position"),
  CONSTRAINT message_event_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT message_event_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);

CREATE TABLE message_file (
  message_id uuid NOT NULL,
  position integer NOT NULL,
  path text NOT NULL,
  outcome text NOT NULL,
  code text,
  detail text,
  CONSTRAINT message_file_pkey PRIMARY KEY (message_id, "position"),
  CONSTRAINT message_file_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT message_file_outcome_check CHECK (outcome = ANY (ARRAY['accepted'::text, 'warning'::text, 'left-out'::text, 'refused'::text]))
);

CREATE TABLE node (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  enrolled_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  last_contact_at timestamp with time zone,
  version text NOT NULL DEFAULT ''::text,
  outgoing integer NOT NULL DEFAULT 0,
  incoming integer NOT NULL DEFAULT 0,
  trouble text,
  silence_told_at timestamp with time zone,
  certificate_told_end timestamp with time zone,
  certificate_told_days integer,
  CONSTRAINT node_pkey PRIMARY KEY (id),
  CONSTRAINT node_id_fkey FOREIGN KEY (id) REFERENCES person(id),
  CONSTRAINT node_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT node_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES person(id) ON DELETE SET NULL
);

CREATE TABLE node_certificate (
  fingerprint_sha256 text NOT NULL,
  node_id uuid NOT NULL,
  pem text NOT NULL,
  subject_key_sha256 bytea NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT node_certificate_pkey PRIMARY KEY (fingerprint_sha256),
  CONSTRAINT node_certificate_node_id_fkey FOREIGN KEY (node_id) REFERENCES node(id) ON DELETE CASCADE
);

CREATE TABLE node_delivery (
  message_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  node_id uuid NOT NULL,
  stored integer NOT NULL DEFAULT 0,
  refused jsonb NOT NULL,
  settled_at timestamp with time zone,
  waits_for_decision boolean NOT NULL DEFAULT false,
  decompressed integer NOT NULL DEFAULT 0,
  at_each jsonb NOT NULL,
  CONSTRAINT node_delivery_pkey PRIMARY KEY (message_id, institution_id),
  CONSTRAINT node_delivery_message_id_institution_id_fkey FOREIGN KEY (message_id, institution_id) REFERENCES delivery(message_id, institution_id) ON DELETE CASCADE,
  CONSTRAINT node_delivery_node_id_fkey FOREIGN KEY (node_id) REFERENCES node(id) ON DELETE CASCADE,
  CONSTRAINT node_delivery_stored_check CHECK (stored >= 0)
);

CREATE TABLE node_end_to_end_key (
  kid text NOT NULL,
  node_id uuid NOT NULL,
  statement text NOT NULL,
  told_at timestamp with time zone NOT NULL,
  retired_at timestamp with time zone,
  CONSTRAINT node_end_to_end_key_pkey PRIMARY KEY (kid),
  CONSTRAINT node_end_to_end_key_node_id_fkey FOREIGN KEY (node_id) REFERENCES node(id) ON DELETE CASCADE
);

CREATE TABLE node_key (
  kid text NOT NULL,
  node_id uuid NOT NULL,
  public_jwk jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT node_key_pkey PRIMARY KEY (kid),
  CONSTRAINT node_key_node_id_fkey FOREIGN KEY (node_id) REFERENCES node(id) ON DELETE CASCADE
);

CREATE TABLE node_passport (
  node_id uuid NOT NULL,
  told_at timestamp with time zone NOT NULL,
  passport jsonb NOT NULL,
  CONSTRAINT node_passport_pkey PRIMARY KEY (node_id),
  CONSTRAINT node_passport_node_id_fkey FOREIGN KEY (node_id) REFERENCES node(id) ON DELETE CASCADE
);

CREATE TABLE node_watch (
  is_only boolean NOT NULL DEFAULT true,
  watched_at timestamp with time zone NOT NULL,
  unbroken_since timestamp with time zone NOT NULL,
  CONSTRAINT node_watch_pkey PRIMARY KEY (is_only),
  CONSTRAINT node_watch_is_only_check CHECK (is_only)
);

CREATE TABLE package_check (
  message_id uuid NOT NULL,
  checked_at timestamp with time zone NOT NULL,
  problem text,
  CONSTRAINT package_check_pkey PRIMARY KEY (message_id),
  CONSTRAINT package_check_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT package_check_problem_check CHECK (problem = ANY (ARRAY['package-missing'::text, 'package-changed'::text, 'package-unreadable'::text, 'index-missing'::text, 'index-damaged'::text]))
);

CREATE TABLE person (
  id uuid NOT NULL,
  name text NOT NULL,
  email text,
  roles text[] NOT NULL DEFAULT '{}'::text[],
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  krzp text,
  CONSTRAINT person_pkey PRIMARY KEY (id),
  CONSTRAINT person_krzp_check CHECK (krzp ~ '^[1-9][0-9]{8}$'::text)
);

CREATE TABLE person_certificate (
  issuer text NOT NULL,
  subject_key_sha256 bytea NOT NULL,
  person_id uuid NOT NULL,
  authority_id uuid,
  stable_identifiers text[] NOT NULL DEFAULT '{}'::text[],
  not_after timestamp with time zone,
  warned_days integer,
  CONSTRAINT person_certificate_pkey PRIMARY KEY (issuer, subject_key_sha256),
  CONSTRAINT person_certificate_authority_id_fkey FOREIGN KEY (authority_id) REFERENCES authority(id) ON DELETE SET NULL,
  CONSTRAINT person_certificate_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
);

CREATE TABLE person_jtp (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL,
  krzp text,
  CONSTRAINT person_jtp_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT person_jtp_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT person_jtp_krzp_check CHECK (krzp ~ '^[1-9][0-9]{8}$'::text)
);

CREATE TABLE person_settings (
  person_id uuid NOT NULL,
  language text,
  desktop_viewer text,
  arrival_mails text,
  notices text[],
  CONSTRAINT person_settings_pkey PRIMARY KEY (person_id),
  CONSTRAINT person_settings_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT person_settings_arrival_mails_check CHECK (arrival_mails = ANY (ARRAY['every'::text, 'daily'::text, 'urgent'::text, 'none'::text])),
  CONSTRAINT person_settings_language_check CHECK (language ~ '^[a-z]{2}$'::text)
);

CREATE TABLE presented_certificate (
  fingerprint_sha256 text NOT NULL,
  chain_pem text NOT NULL,
  checked_at timestamp with time zone NOT NULL,
  CONSTRAINT presented_certificate_pkey PRIMARY KEY (fingerprint_sha256)
);

CREATE TABLE proven_identity (
  browser_sha256 bytea NOT NULL,
  code_sha256 bytea,
  method text NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  name text,
  email text,
  ico text,
  sid text,
  certificate_sha256 text,
  return_to text,
  expires_at timestamp with time zone NOT NULL,
  krzp text,
  CONSTRAINT proven_identity_pkey PRIMARY KEY (browser_sha256),
  CONSTRAINT proven_identity_code_sha256_key UNIQUE (code_sha256),
  CONSTRAINT proven_identity_certificate_sha256_fkey FOREIGN KEY (certificate_sha256) REFERENCES presented_certificate(fingerprint_sha256),
  CONSTRAINT proven_identity_method_check CHECK (method = ANY (ARRAY['certificate'::text, 'jtp'::text]))
);

CREATE TABLE receipt (
  message_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  jws text NOT NULL,
  node_jws text,
  CONSTRAINT receipt_pkey PRIMARY KEY (message_id, institution_id, kind),
  CONSTRAINT receipt_message_id_institution_id_fkey FOREIGN KEY (message_id, institution_id) REFERENCES delivery(message_id, institution_id) ON DELETE CASCADE,
  CONSTRAINT receipt_kind_check CHECK (kind = ANY (ARRAY['delivered'::text, 'opened'::text, 'stored'::text, 'deleted'::text]))
);

CREATE TABLE register_import (
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  places integer NOT NULL,
  added integer NOT NULL,
  changed integer NOT NULL,
  removed integer NOT NULL,
  bad_rows integer NOT NULL,
  CONSTRAINT register_import_pkey PRIMARY KEY (id)
);

CREATE TABLE register_place (
  place_id text NOT NULL,
  ico text NOT NULL,
  provider_name text NOT NULL,
  place_name text NOT NULL,
  kind_words text NOT NULL,
  kind text,
  street text,
  city text,
  postal_code text,
  region text,
  seat_street text,
  seat_city text,
  seat_postal_code text,
  digest text NOT NULL,
  latitude double precision,
  longitude double precision,
  CONSTRAINT register_place_pkey PRIMARY KEY (place_id),
  CONSTRAINT register_place_kind_check CHECK (kind = ANY (ARRAY['hospital'::text, 'outpatient'::text, 'specialised'::text, 'private-practice'::text, 'scientific'::text]))
);

CREATE TABLE registration (
  id uuid NOT NULL,
  status text NOT NULL,
  origin text NOT NULL,
  language text NOT NULL,
  form jsonb NOT NULL,
  institution_name text NOT NULL,
  name_folded text NOT NULL,
  ico text,
  email text NOT NULL,
  request_key text NOT NULL,
  request_sha256 bytea NOT NULL,
  conditions_version integer NOT NULL,
  conditions_agreed_at timestamp with time zone NOT NULL,
  proof_method text,
  proof_issuer text,
  proof_subject text,
  proof_name text,
  proof_email text,
  proof_ico text,
  entered_by uuid,
  created_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  decided_at timestamp with time zone,
  decided_by uuid,
  institution_id uuid,
  CONSTRAINT registration_pkey PRIMARY KEY (id),
  CONSTRAINT registration_request_key_key UNIQUE (request_key),
  CONSTRAINT registration_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT registration_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT registration_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE SET NULL,
  CONSTRAINT registration_language_check CHECK (language ~ '^[a-z]{2}$'::text),
  CONSTRAINT registration_origin_check CHECK (origin = ANY (ARRAY['applicant'::text, 'operator'::text])),
  CONSTRAINT registration_proof_method_check CHECK (proof_method = ANY (ARRAY['certificate'::text, 'jtp'::text])),
  CONSTRAINT registration_status_check CHECK (status = ANY (ARRAY['unconfirmed'::text, 'received'::text, 'in-review'::text, 'more-wanted'::text, 'approved'::text, 'refused'::text]))
);

CREATE TABLE registration_entry (
  registration_id uuid NOT NULL,
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  author text NOT NULL,
  person_id uuid,
  status text,
  words text NOT NULL DEFAULT ''::text,
  CONSTRAINT registration_entry_pkey PRIMARY KEY (registration_id, "position"),
  CONSTRAINT registration_entry_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT registration_entry_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registration(id) ON DELETE CASCADE,
  CONSTRAINT registration_entry_author_check CHECK (author = ANY (ARRAY['applicant'::text, 'operator'::text, 'centre'::text]))
);

CREATE TABLE registration_link (
  token_sha256 bytea NOT NULL,
  registration_id uuid NOT NULL,
  CONSTRAINT registration_link_pkey PRIMARY KEY (token_sha256),
  CONSTRAINT registration_link_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registration(id) ON DELETE CASCADE
);

CREATE TABLE removed_member (
  person_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  removed_by uuid,
  removed_at timestamp with time zone NOT NULL,
  CONSTRAINT removed_member_pkey PRIMARY KEY (person_id, institution_id),
  CONSTRAINT removed_member_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT removed_member_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT removed_member_removed_by_fkey FOREIGN KEY (removed_by) REFERENCES person(id) ON DELETE SET NULL
);

CREATE TABLE revocation_list (
  url text NOT NULL,
  der bytea NOT NULL,
  fetched_at timestamp with time zone NOT NULL,
  CONSTRAINT revocation_list_pkey PRIMARY KEY (url)
);

CREATE TABLE saml_sign_in (
  request_sha256 bytea NOT NULL,
  browser_sha256 bytea NOT NULL,
  return_to text,
  begun_at timestamp with time zone NOT NULL,
  person jsonb,
  code_sha256 bytea,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT saml_sign_in_pkey PRIMARY KEY (request_sha256),
  CONSTRAINT saml_sign_in_code_sha256_key UNIQUE (code_sha256)
);

CREATE TABLE series (
  message_id uuid NOT NULL,
  study_position integer NOT NULL,
  position integer NOT NULL,
  series_instance_uid text NOT NULL,
  modality text NOT NULL,
  description text,
  instances integer NOT NULL,
  CONSTRAINT series_pkey PRIMARY KEY (message_id, study_position, "position"),
  CONSTRAINT series_message_id_study_position_fkey FOREIGN KEY (message_id, study_position) REFERENCES study(message_id, "position") ON DELETE CASCADE
);

CREATE TABLE session (
  token_sha256 bytea NOT NULL,
  csrf_token text NOT NULL,
  person_id uuid NOT NULL,
  institution_id uuid,
  method text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  certificate_sha256 text,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  address text,
  agent text,
  jtp_issuer text,
  jtp_subject text,
  jtp_sid text,
  jtp_refresh_token bytea,
  jtp_recheck_at timestamp with time zone,
  program text,
  host text,
  allowed_in uuid,
  CONSTRAINT session_pkey PRIMARY KEY (token_sha256),
  CONSTRAINT session_id_key UNIQUE (id),
  CONSTRAINT session_certificate_sha256_fkey FOREIGN KEY (certificate_sha256) REFERENCES presented_certificate(fingerprint_sha256),
  CONSTRAINT session_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT session_method_check CHECK (method = ANY (ARRAY['certificate'::text, 'jtp'::text]))
);

CREATE TABLE shared_key (
  name text NOT NULL,
  sealed bytea,
  sha256 bytea NOT NULL,
  CONSTRAINT shared_key_pkey PRIMARY KEY (name),
  CONSTRAINT shared_key_sha256_check CHECK (length(sha256) = 32)
);

CREATE TABLE sign_in_code (
  code_sha256 bytea NOT NULL,
  browser_sha256 bytea NOT NULL,
  person_id uuid NOT NULL,
  return_to text,
  expires_at timestamp with time zone NOT NULL,
  certificate_sha256 text,
  CONSTRAINT sign_in_code_pkey PRIMARY KEY (code_sha256),
  CONSTRAINT sign_in_code_certificate_sha256_fkey FOREIGN KEY (certificate_sha256) REFERENCES presented_certificate(fingerprint_sha256),
  CONSTRAINT sign_in_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
);

CREATE TABLE signing_key (
  kid text NOT NULL,
  public_jwk jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  retired_at timestamp with time zone,
  CONSTRAINT signing_key_pkey PRIMARY KEY (kid)
);

CREATE TABLE space_of_day (
  day date NOT NULL,
  read_at timestamp with time zone NOT NULL,
  volume_used_bytes bigint NOT NULL,
  mailboxes_used_bytes bigint NOT NULL,
  CONSTRAINT space_of_day_pkey PRIMARY KEY (day),
  CONSTRAINT space_of_day_mailboxes_used_bytes_check CHECK (mailboxes_used_bytes >= 0),
  CONSTRAINT space_of_day_volume_used_bytes_check CHECK (volume_used_bytes >= 0)
);

CREATE TABLE study (
  message_id uuid NOT NULL,
  position integer NOT NULL,
  study_instance_uid text NOT NULL,
  patient_id text NOT NULL,
  patient_name text NOT NULL,
  patient_birth_date text,
  patient_sex text,
  date text,
  description text,
  modalities text[] NOT NULL,
  patient_folded text NOT NULL DEFAULT ''::text,
  CONSTRAINT study_pkey PRIMARY KEY (message_id, "position"),
  CONSTRAINT study_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);

CREATE TABLE study_result (
  message_id uuid NOT NULL,
  position integer NOT NULL,
  study_instance_uid text NOT NULL,
  accepted integer NOT NULL,
  warnings integer NOT NULL,
  left_out integer NOT NULL,
  refused integer NOT NULL,
  CONSTRAINT study_result_pkey PRIMARY KEY (message_id, "position"),
  CONSTRAINT study_result_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
);

CREATE TABLE traffic (
  month date NOT NULL,
  messages bigint NOT NULL,
  size_bytes bigint NOT NULL,
  studies bigint NOT NULL,
  CONSTRAINT traffic_pkey PRIMARY KEY (month)
);

CREATE TABLE upload (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  person_id uuid NOT NULL,
  file_name text NOT NULL,
  size_bytes bigint NOT NULL,
  message_id uuid,
  position integer,
  created_at timestamp with time zone NOT NULL,
  completed_at timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  is_deferred boolean NOT NULL DEFAULT false,
  received_bytes bigint,
  CONSTRAINT upload_pkey PRIMARY KEY (id),
  CONSTRAINT upload_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT upload_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT upload_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  CONSTRAINT upload_received_bytes_check CHECK (received_bytes >= 0)
);

CREATE TABLE upload_piece (
  upload_id uuid NOT NULL,
  start_bytes bigint NOT NULL,
  size_bytes integer NOT NULL,
  name text NOT NULL,
  sha256 bytea NOT NULL,
  CONSTRAINT upload_piece_pkey PRIMARY KEY (upload_id, start_bytes),
  CONSTRAINT upload_piece_sha256_check CHECK (length(sha256) = 32),
  CONSTRAINT upload_piece_size_bytes_check CHECK (size_bytes > 0),
  CONSTRAINT upload_piece_start_bytes_check CHECK (start_bytes >= 0)
);

CREATE TABLE webhook (
  id uuid NOT NULL,
  institution_id uuid NOT NULL,
  url text NOT NULL,
  happenings text[] NOT NULL,
  secret bytea,
  created_at timestamp with time zone NOT NULL,
  created_by uuid,
  paused_at timestamp with time zone,
  failures integer NOT NULL DEFAULT 0,
  problem text,
  retry_at timestamp with time zone,
  busy_until timestamp with time zone,
  taken_at timestamp with time zone,
  sealed_secret bytea,
  previous_secret bytea,
  previous_until timestamp with time zone,
  CONSTRAINT webhook_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_created_by_fkey FOREIGN KEY (created_by) REFERENCES person(id) ON DELETE SET NULL,
  CONSTRAINT webhook_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE
);

CREATE TABLE webhook_call (
  id uuid NOT NULL,
  position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  webhook_id uuid NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT webhook_call_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_call_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE
);

CREATE TABLE withdrawn_conditions (
  version integer NOT NULL,
  language text NOT NULL,
  words text NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone NOT NULL,
  CONSTRAINT withdrawn_conditions_pkey PRIMARY KEY (version, language),
  CONSTRAINT withdrawn_conditions_language_check CHECK (language = ANY (ARRAY['cs'::text, 'en'::text]))
);

CREATE INDEX announcement_to_show ON public.announcement USING btree (ends_at) WHERE (withdrawn_at IS NULL);

CREATE INDEX audit_event_action ON public.audit_event USING btree (action, "position");

CREATE INDEX audit_event_at ON public.audit_event USING btree (at, "position");

CREATE INDEX audit_event_institution ON public.audit_event USING btree (actor_institution_id, "position") WHERE (actor_institution_id IS NOT NULL);

CREATE INDEX audit_event_message ON public.audit_event USING btree (message_id);

CREATE INDEX audit_event_person ON public.audit_event USING btree (actor_person_id, "position") WHERE (actor_person_id IS NOT NULL);

CREATE UNIQUE INDEX authority_certificate_anchor ON public.authority_certificate USING btree (fingerprint_sha256) WHERE (role = 'anchor'::text);

CREATE INDEX certificate_renewal_waiting ON public.certificate_renewal USING btree (requested_at) WHERE (status = 'waiting'::text);

CREATE INDEX daily_arrival_message ON public.daily_arrival USING btree (message_id);

CREATE INDEX delivery_by_age ON public.delivery USING btree (created_at) WHERE (held_bytes > 0);

CREATE INDEX delivery_by_sender ON public.delivery USING btree (institution_id, sender_institution_id, status);

CREATE INDEX delivery_held ON public.delivery USING btree (institution_id, held_bytes DESC, message_id) WHERE (held_bytes > 0);

CREATE INDEX delivery_mailbox ON public.delivery USING btree (institution_id, created_at DESC, message_id);

CREATE INDEX delivery_marked_unread ON public.delivery USING btree (institution_id) WHERE marked_unread;

CREATE INDEX delivery_sent_status ON public.delivery USING btree (sender_institution_id, status, message_id);

CREATE INDEX delivery_status ON public.delivery USING btree (institution_id, status, created_at DESC, message_id);

CREATE INDEX delivery_to_recipient ON public.delivery USING btree (sender_institution_id, institution_id);

CREATE INDEX delivery_unread ON public.delivery USING btree (institution_id) WHERE (status = 'delivered'::text);

CREATE INDEX device_sign_in_expires_at ON public.device_sign_in USING btree (expires_at);

CREATE INDEX device_sign_in_session_id ON public.device_sign_in USING btree (session_id) WHERE (session_id IS NOT NULL);

CREATE INDEX dicom_commitment_open ON public.dicom_commitment USING btree (gateway_id) WHERE (reported_at IS NULL);

CREATE UNIQUE INDEX dicom_gateway_ae_title ON public.dicom_gateway USING btree (ae_title) WHERE (withdrawn_at IS NULL);

CREATE INDEX dicom_gateway_institution ON public.dicom_gateway USING btree (institution_id);

CREATE UNIQUE INDEX dicom_gateway_certificate_fingerprint ON public.dicom_gateway_certificate USING btree (gateway_id, fingerprint_sha256);

CREATE UNIQUE INDEX dicom_gateway_certificate_key ON public.dicom_gateway_certificate USING btree (gateway_id, issuer, subject_key_sha256);

CREATE INDEX dicom_reception_open ON public.dicom_reception USING btree (message_id) WHERE (closed_at IS NULL);

CREATE INDEX enrolment_code_open ON public.enrolment_code USING btree (expires_at) WHERE (used_at IS NULL);

CREATE INDEX favourite_institution_institution ON public.favourite_institution USING btree (institution_id);

CREATE INDEX forwarded_source ON public.forwarded USING btree (source_id);

CREATE INDEX hand_off_expires_at ON public.hand_off USING btree (expires_at);

CREATE INDEX image_request_asked ON public.image_request USING btree (asked_institution_id, created_at DESC);

CREATE INDEX image_request_asking ON public.image_request USING btree (asking_institution_id, created_at DESC);

CREATE INDEX image_request_ended ON public.image_request USING btree (ended_at) WHERE ((patient_forgotten_at IS NULL) AND (ended_at IS NOT NULL));

CREATE UNIQUE INDEX image_request_idempotency ON public.image_request USING btree (asking_institution_id, asking_person_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE INDEX image_request_overdue ON public.image_request USING btree (needed_by) WHERE ((status = 'open'::text) AND (escalated_at IS NULL));

CREATE INDEX image_request_event_request ON public.image_request_event USING btree (request_id, "position");

CREATE INDEX institution_country ON public.institution USING btree (country);

CREATE INDEX institution_ico ON public.institution USING btree (ico);

CREATE INDEX institution_kind_city ON public.institution USING btree (kind, city_folded);

CREATE INDEX institution_name_folded ON public.institution USING btree (name_folded);

CREATE INDEX institution_register_number ON public.institution USING btree (register_number);

CREATE INDEX invitation_institution ON public.invitation USING btree (institution_id);

CREATE INDEX mail_ended_at ON public.mail USING btree (ended_at);

CREATE INDEX mail_status ON public.mail USING btree (status, queued_at);

CREATE INDEX membership_institution ON public.membership USING btree (institution_id);

CREATE INDEX message_answers ON public.message USING btree (answers, created_at) WHERE (answers IS NOT NULL);

CREATE INDEX message_created ON public.message USING btree (created_at) INCLUDE (id, status, size_bytes);

CREATE UNIQUE INDEX message_idempotency ON public.message USING btree (sender_institution_id, sender_person_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE INDEX message_in_reply_to ON public.message USING btree (in_reply_to, created_at DESC) WHERE (in_reply_to IS NOT NULL);

CREATE INDEX message_open ON public.message USING btree (status) WHERE (status = ANY (ARRAY['uploading'::text, 'checking'::text, 'accepted'::text]));

CREATE INDEX message_sender ON public.message USING btree (sender_institution_id, created_at DESC);

CREATE INDEX message_sender_status ON public.message USING btree (sender_institution_id, status, created_at DESC);

CREATE INDEX message_supplement_to ON public.message USING btree (supplement_to, created_at) WHERE (supplement_to IS NOT NULL);

CREATE INDEX message_urgent ON public.message USING btree (id) WHERE urgent;

CREATE INDEX message_document_message ON public.message_document USING btree (message_id);

CREATE INDEX node_institution ON public.node USING btree (institution_id);

CREATE INDEX node_certificate_node ON public.node_certificate USING btree (node_id);

CREATE INDEX node_delivery_node ON public.node_delivery USING btree (node_id);

CREATE INDEX node_end_to_end_key_node ON public.node_end_to_end_key USING btree (node_id);

CREATE INDEX node_key_node ON public.node_key USING btree (node_id);

CREATE INDEX package_check_damaged ON public.package_check USING btree (message_id) WHERE (problem IS NOT NULL);

CREATE INDEX package_check_oldest ON public.package_check USING btree (checked_at);

CREATE INDEX person_certificate_identifiers ON public.person_certificate USING gin (stable_identifiers);

CREATE INDEX person_certificate_person ON public.person_certificate USING btree (person_id);

CREATE INDEX proven_identity_expires_at ON public.proven_identity USING btree (expires_at);

CREATE INDEX register_place_ico ON public.register_place USING btree (ico);

CREATE INDEX registration_email ON public.registration USING btree (email);

CREATE INDEX registration_ico ON public.registration USING btree (ico);

CREATE INDEX registration_status ON public.registration USING btree (status, created_at);

CREATE INDEX registration_link_registration ON public.registration_link USING btree (registration_id);

CREATE INDEX saml_sign_in_expires_at ON public.saml_sign_in USING btree (expires_at);

CREATE INDEX session_allowed_in ON public.session USING btree (allowed_in) WHERE (allowed_in IS NOT NULL);

CREATE INDEX session_certificate ON public.session USING btree (certificate_sha256);

CREATE INDEX session_expires_at ON public.session USING btree (expires_at);

CREATE INDEX session_jtp ON public.session USING btree (jtp_issuer, jtp_subject);

CREATE INDEX session_person ON public.session USING btree (person_id);

CREATE INDEX study_patient_id ON public.study USING btree (lower(replace(btrim(patient_id), '/'::text, ''::text)));

CREATE INDEX study_study_instance_uid ON public.study USING btree (study_instance_uid);

CREATE INDEX upload_expires_at ON public.upload USING btree (expires_at);

CREATE INDEX upload_institution ON public.upload USING btree (institution_id) WHERE (message_id IS NULL);

CREATE INDEX upload_message ON public.upload USING btree (message_id);

CREATE INDEX upload_message_incomplete ON public.upload USING btree (message_id) WHERE (completed_at IS NULL);

CREATE INDEX upload_under_way ON public.upload USING btree (created_at) INCLUDE (size_bytes) WHERE (completed_at IS NULL);

CREATE INDEX webhook_institution ON public.webhook USING btree (institution_id);

CREATE INDEX webhook_call_order ON public.webhook_call USING btree (webhook_id, "position");

CREATE OR REPLACE FUNCTION public.notify_authorities()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('epacs_authorities', '');
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.notify_gateways()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('epacs_gateways', '');
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'audit events are neither changed nor deleted' using errcode = 'insufficient_privilege';
end
$function$;

CREATE OR REPLACE FUNCTION public.write_sender_of_delivery()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.sender_institution_id := (select sender_institution_id from message where id = new.message_id);
  return new;
end $function$;

CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER authority_changed AFTER INSERT OR DELETE OR UPDATE ON public.authority FOR EACH STATEMENT EXECUTE FUNCTION notify_authorities();

CREATE TRIGGER authority_certificate_changed AFTER INSERT OR DELETE OR UPDATE ON public.authority_certificate FOR EACH STATEMENT EXECUTE FUNCTION notify_authorities();

CREATE TRIGGER delivery_sender BEFORE INSERT ON public.delivery FOR EACH ROW EXECUTE FUNCTION write_sender_of_delivery();

CREATE TRIGGER gateway_changed AFTER DELETE OR UPDATE ON public.dicom_gateway FOR EACH STATEMENT EXECUTE FUNCTION notify_gateways();

CREATE TRIGGER gateway_certificate_changed AFTER DELETE ON public.dicom_gateway_certificate FOR EACH STATEMENT EXECUTE FUNCTION notify_gateways();
