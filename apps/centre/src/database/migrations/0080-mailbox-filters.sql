-- Mailboxes are searched by patient apart from all else: the words of the other search stand in addresses of pages,
-- patients never do.
alter table study add column patient_folded text not null default ''; -- ID and name, as searches compare text

-- By status, with what the filters offer.
create index delivery_status on delivery (institution_id, status, created_at desc, message_id);
create index message_sender_status on message (sender_institution_id, status, created_at desc);
