-- Reads every event, beside those who read and append.
alter table audit_event validate constraint audit_event_first_part;
