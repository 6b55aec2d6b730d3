-- Later images of the studies of a message that was sent before: always the first one, not another supplement to it.
alter table message add column supplement_to uuid references message;
create index message_supplement_to on message (supplement_to, created_at) where supplement_to is not null;
