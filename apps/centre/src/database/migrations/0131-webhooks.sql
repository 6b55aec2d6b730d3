-- Addresses of an institution's own programs, called about what happens to its messages and mailbox.
create table webhook (
  id uuid primary key,
  institution_id uuid not null references institution on delete cascade,
  url text not null,
  happenings text[] not null,
  secret bytea not null,             -- what calls are signed with
  created_at timestamptz not null,
  created_by uuid references person on delete set null,
  paused_at timestamptz,             -- by a representative, or since nothing was taken for days
  failures integer not null default 0, -- one behind the other, of the latest call
  problem text,                      -- of the latest call; null: it was taken
  retry_at timestamptz,
  busy_until timestamptz,            -- somebody is calling
  taken_at timestamptz               -- when a call was taken last
);
create index webhook_institution on webhook (institution_id);

-- Calls that were not taken yet.
create table webhook_call (
  id uuid primary key,
  position bigint not null generated always as identity,
  webhook_id uuid not null references webhook on delete cascade,
  type text not null,
  data jsonb not null,
  at timestamptz not null
);
create index webhook_call_order on webhook_call (webhook_id, position);
