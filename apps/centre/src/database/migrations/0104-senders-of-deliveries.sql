-- A mailbox is listed and counted by deliveries alone, by sender too: of 100,000 messages, looking each one up takes a
-- second. A trigger writes the sender, so that a version of the centre that does not know the column may go on meanwhile.
alter table delivery add column sender_institution_id uuid references institution; -- the message's
create function write_sender_of_delivery() returns trigger language plpgsql as $$
begin
  new.sender_institution_id := (select sender_institution_id from message where id = new.message_id);
  return new;
end $$;
create trigger delivery_sender before insert on delivery for each row execute function write_sender_of_delivery();
update delivery set sender_institution_id = message.sender_institution_id from message where message.id = delivery.message_id;

-- What a box holds, by the other party and status. Equal keys are kept once, so that counting reads little.
create index delivery_by_sender on delivery (institution_id, sender_institution_id, status);
create index delivery_to_recipient on delivery (sender_institution_id, institution_id);
create index message_urgent on message (id) where urgent;
