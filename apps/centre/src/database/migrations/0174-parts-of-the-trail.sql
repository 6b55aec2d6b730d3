-- The trail in parts of twenty million events, by position (docs/decisions/0018-parts-of-the-audit-trail.md). No event is moved
-- and no index is built: the table that there was becomes the first part. The last part has no end, so that nothing is refused.
do $$
declare
  bound bigint;
  part text;
begin
  set local lock_timeout = '200ms';
  loop
    begin
      lock table audit_event in access exclusive mode;
      exit;
    exception when lock_not_available then
      perform pg_sleep(2);
    end;
  end loop;
  select substring(pg_get_constraintdef(oid) from '\d+')::bigint into strict bound
  from pg_constraint where conrelid = 'audit_event'::regclass and conname = 'audit_event_first_part';

  alter table audit_event rename to audit_event_from_0;
  alter index audit_event_pkey rename to audit_event_from_0_pkey;
  alter index audit_event_message rename to audit_event_from_0_message;
  alter index audit_event_person rename to audit_event_from_0_person;
  alter index audit_event_institution rename to audit_event_from_0_institution;
  alter index audit_event_action rename to audit_event_from_0_action;
  alter index audit_event_at rename to audit_event_from_0_at;
  drop trigger audit_event_append_only on audit_event_from_0;

  create table audit_event (
    position bigint,
    at timestamptz not null,
    actor_person_id uuid,
    actor_institution_id uuid,
    action text not null,
    message_id uuid,
    details jsonb not null default '{}',
    previous_sha256 bytea not null,
    sha256 bytea not null,
    constraint audit_event_pkey primary key (position)
  ) partition by range (position);
  create index audit_event_message on audit_event (message_id);
  create index audit_event_person on audit_event (actor_person_id, position) where actor_person_id is not null;
  create index audit_event_institution on audit_event (actor_institution_id, position)
    where actor_institution_id is not null;
  create index audit_event_action on audit_event (action, position);
  create index audit_event_at on audit_event (at, position);

  -- Each part gets it, whoever names the part itself; truncating has to be refused part by part.
  create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function refuse_change();
  create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function refuse_change();
  execute format('alter table audit_event attach partition audit_event_from_0 for values from (minvalue) to (%s)', bound);
  alter table audit_event_from_0 drop constraint audit_event_first_part;
  part := format('audit_event_from_%s', bound);
  execute format('create table %I partition of audit_event for values from (%s) to (maxvalue)', part, bound);
  foreach part in array array['audit_event_from_0', part] loop
    execute format('create trigger audit_event_no_truncate before truncate on %I
      for each statement execute function refuse_change()', part);
  end loop;
end
$$;
