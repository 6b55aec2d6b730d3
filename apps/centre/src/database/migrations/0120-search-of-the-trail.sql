-- An auditor looks for who and what; a message has its index already.
create index audit_event_person on audit_event (actor_person_id, position) where actor_person_id is not null;
create index audit_event_institution on audit_event (actor_institution_id, position)
  where actor_institution_id is not null;
create index audit_event_action on audit_event (action, position);
