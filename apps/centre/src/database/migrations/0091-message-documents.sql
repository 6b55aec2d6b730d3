-- Uploads of a message that are PDFs to be put into one of its studies as Encapsulated PDF, and not files as they are.
create table message_document (
  upload_id uuid primary key references upload on delete cascade,
  message_id uuid not null references message on delete cascade,
  title text not null,
  study_instance_uid text -- null: the first study, when all are one patient's
);
create index message_document_message on message_document (message_id);
