-- Wordings of mails that operators have chosen, each version of each; the newest counts. None: the centre's own.
create table mail_wording (
  name text not null,
  language text not null check (language in ('cs', 'en')),
  version integer not null check (version > 0),
  -- Null: back to the centre's own.
  subject text,
  words text,
  changed_at timestamptz not null,
  changed_by uuid references person on delete set null,
  primary key (name, language, version),
  check ((subject is null) = (words is null))
);
