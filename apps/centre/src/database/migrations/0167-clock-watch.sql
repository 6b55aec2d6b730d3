-- Where the clock was when it was last looked at, and when it was last somewhere else than expected: what is deleted because
-- its time is over waits after that.
create table clock_watch (
  only_row boolean primary key default true check (only_row),
  seen_at timestamptz not null,
  doubted_at timestamptz
);
