-- What deletes by the clock and was put off because the clock could not be believed, since when: it may go on for days, and
-- somebody has to hear of it.
create table clock_put_off (
  job text primary key,
  since timestamptz not null
);
comment on column clock_watch.seen_at is 'by the clock of the database, as doubted_at';
