-- Operators see which codes are open, and withdraw them: by an id, since the centre knows a code by its digest alone.
alter table enrolment_code
  add column id uuid not null default gen_random_uuid() unique,
  add column created_by uuid references person on delete set null;
create index enrolment_code_open on enrolment_code (expires_at) where used_at is null;
