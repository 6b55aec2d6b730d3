-- What was sent is filtered by how it stands at its recipients.
create index delivery_sent_status on delivery (sender_institution_id, status, message_id);
