-- Patient IDs are compared regardless of case where what is known of one patient is asked for.
drop index study_patient_id;
create index study_patient_id on study (lower(replace(btrim(patient_id), '/', '')));
