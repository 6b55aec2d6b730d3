-- The process that an association's instances came to: they lie in its data folder, and its jobs alone can work on them.
-- Null: from before there were several.
alter table dicom_reception add column process_id uuid;
