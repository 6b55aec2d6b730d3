-- How much of the trail the operator's audit repository has.
create table audit_forwarding (
  repository text primary key,       -- host:port
  position bigint not null,          -- of the last event that it got; 0: none
  changed_at timestamptz not null
);
