-- When the patient of an ended request was forgotten, by the rule of retention; null: it stands there.
alter table image_request add column patient_forgotten_at timestamptz;
create index image_request_ended on image_request (ended_at) where patient_forgotten_at is null and ended_at is not null;
