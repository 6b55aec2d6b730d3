-- What takes the space of a mailbox, the largest first.
create index delivery_held on delivery (institution_id, held_bytes desc, message_id) where held_bytes > 0;
