-- Gateways, and the AE titles under which institutions are called, are set by operators while the centre runs. What an
-- operator has set, the first file leaves alone.

alter table institution add column ae_title_is_operators boolean not null default false;

alter table dicom_gateway
  add column is_operators boolean not null default false,
  add column withdrawn_at timestamptz, -- it may not call any more; its AE title is free
  drop constraint dicom_gateway_ae_title_key;
create unique index dicom_gateway_ae_title on dicom_gateway (ae_title) where withdrawn_at is null;

-- Bound by issuer and subject key, or, where an operator knows no more than its fingerprint, by that.
alter table dicom_gateway_certificate
  drop constraint dicom_gateway_certificate_pkey,
  alter column issuer drop not null,
  alter column subject_key_sha256 drop not null,
  add column fingerprint_sha256 text,
  add column subject text,
  add column not_after timestamptz,
  add check ((issuer is null) = (subject_key_sha256 is null)),
  add check (issuer is not null or fingerprint_sha256 is not null);
create unique index dicom_gateway_certificate_key
  on dicom_gateway_certificate (gateway_id, issuer, subject_key_sha256);
create unique index dicom_gateway_certificate_fingerprint
  on dicom_gateway_certificate (gateway_id, fingerprint_sha256);

-- Every process learns of a change at once, whoever makes it: what may not call any more is aborted.
create function notify_gateways() returns trigger language plpgsql as $$
begin
  perform pg_notify('epacs_gateways', '');
  return null;
end
$$;
create trigger gateway_changed after update or delete on dicom_gateway
  for each statement execute function notify_gateways();
create trigger gateway_certificate_changed after delete on dicom_gateway_certificate
  for each statement execute function notify_gateways();
