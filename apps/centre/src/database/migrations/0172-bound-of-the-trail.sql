-- The audit trail is going to be split by position, and what there is becomes its first part. Its end is said beforehand, so
-- that nothing has to be read while nobody can append. It leaves twenty million events to what is appended meanwhile.
do $$
declare
  bound bigint;
begin
  -- Who reads the whole trail (a backup) may hold it for long: others wait for a moment at a time only.
  set local lock_timeout = '200ms';
  loop
    begin
      lock table audit_event in access exclusive mode;
      exit;
    exception when lock_not_available then
      perform pg_sleep(2);
    end;
  end loop;
  select (coalesce(max(position), 0) / 20000000 + 2) * 20000000 into bound from audit_event;
  execute format('alter table audit_event add constraint audit_event_first_part check (position < %s) not valid', bound);
end
$$;
