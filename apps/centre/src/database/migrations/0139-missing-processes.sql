-- Since when the process that has its instances has not been seen alive.
alter table dicom_reception add column missing_since timestamptz; -- null: it lives, or was not looked for yet
