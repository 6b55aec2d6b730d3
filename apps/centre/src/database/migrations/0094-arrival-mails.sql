-- Mails about messages that arrive; null: nothing set, which means about every one.
alter table person_settings
  add column arrival_mails text check (arrival_mails in ('every', 'urgent', 'none'));
