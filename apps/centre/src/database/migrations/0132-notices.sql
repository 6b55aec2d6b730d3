-- What people are written to about, besides what cannot go on without a mail.
alter table person_settings
  drop constraint person_settings_arrival_mails_check,
  add constraint person_settings_arrival_mails_check
    check (arrival_mails in ('every', 'daily', 'urgent', 'none')),
  add column notices text[];         -- null: nothing set, which means the usual ones

-- Arrivals that go into somebody's next daily mail.
create table daily_arrival (
  person_id uuid not null references person on delete cascade,
  institution_id uuid not null references institution on delete cascade,
  message_id uuid not null references message on delete cascade,
  primary key (person_id, institution_id, message_id)
);
create index daily_arrival_message on daily_arrival (message_id);

-- How full its representatives were told that it is; 0: not told.
alter table mailbox add column warned_percent integer not null default 0;
-- How many days before its end its holder was told; null: not told.
alter table person_certificate add column warned_days integer;
