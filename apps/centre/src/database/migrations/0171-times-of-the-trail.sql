-- An auditor looks for days. What is of one of them is found without the events of all days after it.
create index audit_event_at on audit_event (at, position);
