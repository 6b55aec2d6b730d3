-- Mails: queued in the transaction that makes them necessary, kept as a record of what was sent to whom.

create table mail (
  id uuid primary key,
  template text not null,
  language text not null check (language in ('cs', 'en')),
  recipient text not null,
  contents jsonb not null, -- what the template is filled with; emptied when it has left, for it holds secret links
  status text not null check (status in ('waiting', 'sent', 'refused', 'given-up')),
  attempts integer not null default 0,
  problem text, -- of the last attempt, as a code
  queued_at timestamptz not null,
  tried_at timestamptz,
  ended_at timestamptz
);
create index mail_status on mail (status, queued_at);
create index mail_ended_at on mail (ended_at);
