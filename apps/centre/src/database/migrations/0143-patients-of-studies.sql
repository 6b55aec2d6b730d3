-- What is known of one patient is asked for by Patient ID, a birth number with its slash or without (GDPR article 15).
create index study_patient_id on study (replace(btrim(patient_id), '/', ''));
