-- From a message to what replies to it.
create index message_in_reply_to on message (in_reply_to, created_at desc) where in_reply_to is not null;
