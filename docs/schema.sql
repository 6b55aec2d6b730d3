-- The centre's schema after all migrations, written from a real database by `npm run schema`.
-- What its columns mean stands in apps/centre/src/database/migrations/.

CREATE COLLATION czech (provider = icu, locale = 'cs');

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
);

CREATE TABLE authority (
  id uuid NOT NULL,
  name text NOT NULL,
  website text,
  pem text NOT NULL,
  subject text NOT NULL,
  fingerprint_sha256 text NOT NULL,
  not_before timestamp with time zone NOT NULL,
  not_after timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone,
  CONSTRAINT authority_pkey PRIMARY KEY (id),
  CONSTRAINT authority_fingerprint_sha256_key UNIQUE (fingerprint_sha256)
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

CREATE TABLE delivery (
  message_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  status text NOT NULL,
  at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  held_bytes bigint NOT NULL DEFAULT 0,
  CONSTRAINT delivery_pkey PRIMARY KEY (message_id, institution_id),
  CONSTRAINT delivery_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT delivery_held_bytes_check CHECK (held_bytes >= 0),
  CONSTRAINT delivery_status_check CHECK (status = ANY (ARRAY['uploading'::text, 'checking'::text, 'accepted'::text, 'delivered'::text, 'opened'::text, 'downloaded'::text, 'forwarded'::text, 'stored'::text, 'committed'::text, 'deleted'::text, 'rejected'::text, 'cancelled'::text, 'expired'::text]))
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
  CONSTRAINT dicom_gateway_pkey PRIMARY KEY (id),
  CONSTRAINT dicom_gateway_ae_title_key UNIQUE (ae_title),
  CONSTRAINT dicom_gateway_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT dicom_gateway_ae_title_check CHECK (length(ae_title) >= 1 AND length(ae_title) <= 16),
  CONSTRAINT dicom_gateway_check CHECK ((report_host IS NULL) = (report_port IS NULL)),
  CONSTRAINT dicom_gateway_report_port_check CHECK (report_port >= 1 AND report_port <= 65535)
);

CREATE TABLE dicom_gateway_certificate (
  gateway_id uuid NOT NULL,
  issuer text NOT NULL,
  subject_key_sha256 bytea NOT NULL,
  CONSTRAINT dicom_gateway_certificate_pkey PRIMARY KEY (gateway_id, issuer, subject_key_sha256),
  CONSTRAINT dicom_gateway_certificate_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES dicom_gateway(id) ON DELETE CASCADE
);

CREATE TABLE dicom_reception (
  message_id uuid NOT NULL,
  gateway_id uuid NOT NULL,
  closed_at timestamp with time zone,
  complete boolean NOT NULL DEFAULT false,
  CONSTRAINT dicom_reception_pkey PRIMARY KEY (message_id),
  CONSTRAINT dicom_reception_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES dicom_gateway(id) ON DELETE CASCADE,
  CONSTRAINT dicom_reception_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
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
  CONSTRAINT institution_pkey PRIMARY KEY (id),
  CONSTRAINT institution_ae_title_key UNIQUE (ae_title),
  CONSTRAINT institution_ae_title_check CHECK (length(ae_title) >= 1 AND length(ae_title) <= 16),
  CONSTRAINT institution_connection_check CHECK (connection = ANY (ARRAY['mailbox'::text, 'node'::text])),
  CONSTRAINT institution_eligibility_check CHECK (eligibility = ANY (ARRAY['czech-provider'::text, 'eu-provider'::text, 'accredited-body'::text])),
  CONSTRAINT institution_kind_check CHECK (kind = ANY (ARRAY['hospital'::text, 'outpatient'::text, 'specialised'::text, 'private-practice'::text, 'scientific'::text]))
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

CREATE TABLE mailbox (
  institution_id uuid NOT NULL,
  quota_bytes bigint NOT NULL,
  used_bytes bigint NOT NULL DEFAULT 0,
  CONSTRAINT mailbox_pkey PRIMARY KEY (institution_id),
  CONSTRAINT mailbox_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT mailbox_quota_bytes_check CHECK (quota_bytes > 0),
  CONSTRAINT mailbox_used_bytes_check CHECK (used_bytes >= 0)
);

CREATE TABLE membership (
  person_id uuid NOT NULL,
  institution_id uuid NOT NULL,
  role text NOT NULL,
  granted_by text NOT NULL DEFAULT 'centre'::text,
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
  CONSTRAINT message_pkey PRIMARY KEY (id),
  CONSTRAINT message_in_reply_to_fkey FOREIGN KEY (in_reply_to) REFERENCES message(id),
  CONSTRAINT message_sender_institution_id_fkey FOREIGN KEY (sender_institution_id) REFERENCES institution(id),
  CONSTRAINT message_sender_person_id_fkey FOREIGN KEY (sender_person_id) REFERENCES person(id),
  CONSTRAINT message_status_check CHECK (status = ANY (ARRAY['uploading'::text, 'checking'::text, 'accepted'::text, 'delivered'::text, 'rejected'::text, 'cancelled'::text, 'expired'::text, 'deleted'::text]))
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

CREATE TABLE person (
  id uuid NOT NULL,
  name text NOT NULL,
  email text,
  roles text[] NOT NULL DEFAULT '{}'::text[],
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT person_pkey PRIMARY KEY (id)
);

CREATE TABLE person_certificate (
  issuer text NOT NULL,
  subject_key_sha256 bytea NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT person_certificate_pkey PRIMARY KEY (issuer, subject_key_sha256),
  CONSTRAINT person_certificate_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
);

CREATE TABLE person_jtp (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT person_jtp_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT person_jtp_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
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
  CONSTRAINT session_pkey PRIMARY KEY (token_sha256),
  CONSTRAINT session_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id) ON DELETE CASCADE,
  CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  CONSTRAINT session_method_check CHECK (method = ANY (ARRAY['certificate'::text, 'jtp'::text]))
);

CREATE TABLE sign_in_code (
  code_sha256 bytea NOT NULL,
  browser_sha256 bytea NOT NULL,
  person_id uuid NOT NULL,
  return_to text,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_code_pkey PRIMARY KEY (code_sha256),
  CONSTRAINT sign_in_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
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
  CONSTRAINT study_pkey PRIMARY KEY (message_id, "position"),
  CONSTRAINT study_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE
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
  CONSTRAINT upload_pkey PRIMARY KEY (id),
  CONSTRAINT upload_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(id),
  CONSTRAINT upload_message_id_fkey FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  CONSTRAINT upload_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

CREATE INDEX audit_event_message ON public.audit_event USING btree (message_id);

CREATE INDEX delivery_mailbox ON public.delivery USING btree (institution_id, created_at DESC, message_id);

CREATE INDEX delivery_unread ON public.delivery USING btree (institution_id) WHERE (status = 'delivered'::text);

CREATE INDEX dicom_commitment_open ON public.dicom_commitment USING btree (gateway_id) WHERE (reported_at IS NULL);

CREATE INDEX dicom_gateway_institution ON public.dicom_gateway USING btree (institution_id);

CREATE INDEX dicom_reception_open ON public.dicom_reception USING btree (message_id) WHERE (closed_at IS NULL);

CREATE INDEX institution_ico ON public.institution USING btree (ico);

CREATE INDEX institution_kind_city ON public.institution USING btree (kind, city_folded);

CREATE INDEX institution_name_folded ON public.institution USING btree (name_folded);

CREATE INDEX membership_institution ON public.membership USING btree (institution_id);

CREATE UNIQUE INDEX message_idempotency ON public.message USING btree (sender_institution_id, sender_person_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE INDEX message_open ON public.message USING btree (status) WHERE (status = ANY (ARRAY['uploading'::text, 'checking'::text, 'accepted'::text]));

CREATE INDEX message_sender ON public.message USING btree (sender_institution_id, created_at DESC);

CREATE INDEX session_expires_at ON public.session USING btree (expires_at);

CREATE INDEX session_person ON public.session USING btree (person_id);

CREATE INDEX study_study_instance_uid ON public.study USING btree (study_instance_uid);

CREATE INDEX upload_expires_at ON public.upload USING btree (expires_at);

CREATE INDEX upload_institution ON public.upload USING btree (institution_id) WHERE (message_id IS NULL);

CREATE INDEX upload_message ON public.upload USING btree (message_id);

CREATE INDEX upload_message_incomplete ON public.upload USING btree (message_id) WHERE (completed_at IS NULL);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'audit events are neither changed nor deleted' using errcode = 'insufficient_privilege';
end
$function$;

CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
