-- Traffic of a period, read from the index alone but for the deliveries.
create index message_created on message (created_at) include (id, status, size_bytes);
-- What waits, for operators: the oldest of it.
create index upload_under_way on upload (created_at) include (size_bytes) where completed_at is null;
