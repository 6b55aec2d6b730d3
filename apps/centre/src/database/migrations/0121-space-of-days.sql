-- What lay in the centre on each day of UTC, as it was last looked at: for the charts of operators.
create table space_of_day (
  day date primary key,
  read_at timestamptz not null,
  volume_used_bytes bigint not null check (volume_used_bytes >= 0),
  mailboxes_used_bytes bigint not null check (mailboxes_used_bytes >= 0)
);
