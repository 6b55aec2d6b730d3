-- An institution's own mark on what it has opened before: somebody is to look once more. The status of the delivery,
-- which the sender reads, is not touched by it.
alter table delivery add column marked_unread boolean not null default false;
create index delivery_marked_unread on delivery (institution_id) where marked_unread;
