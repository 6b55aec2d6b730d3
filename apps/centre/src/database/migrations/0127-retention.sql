-- Data that stays in mailboxes for a limited time: when those who have it were told that its time ends.
alter table delivery add column deletion_warned_at timestamptz;
create index delivery_by_age on delivery (created_at) where held_bytes > 0;
