-- The languages that the centre speaks are the program's to know: one more needs no migration.
alter table mail drop constraint mail_language_check,
  add constraint mail_language_check check (language ~ '^[a-z]{2}$');
alter table mail_wording drop constraint mail_wording_language_check,
  add constraint mail_wording_language_check check (language ~ '^[a-z]{2}$');
alter table invitation drop constraint invitation_language_check,
  add constraint invitation_language_check check (language ~ '^[a-z]{2}$');
alter table registration drop constraint registration_language_check,
  add constraint registration_language_check check (language ~ '^[a-z]{2}$');
alter table person_settings drop constraint person_settings_language_check,
  add constraint person_settings_language_check check (language ~ '^[a-z]{2}$');

-- In which its people and contacts are written to, unless they have set another one themselves.
alter table institution add column language text check (language ~ '^[a-z]{2}$'); -- null: Czech
