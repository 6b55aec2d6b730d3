-- Secrets of webhooks are sealed: the database alone does not tell them. The centre seals what is there when it starts.
alter table webhook
  alter column secret drop not null,            -- of before; null: it is sealed
  add column sealed_secret bytea,
  add column previous_secret bytea,             -- sealed; calls are signed with it as well until `previous_until`
  add column previous_until timestamptz;
