-- What institutions of other countries are known by, and those numbers of Czech ones that were not kept yet.
alter table institution
  add column icp text,
  add column register text,        -- of a national register in packages/exchange/src/countries; null: another one
  add column register_number text, -- as that register writes it
  add column vat_id text,
  add column euid text;
-- The number was asked for with the request; institutions did not have it.
update institution set register_number = registration.form -> 'institution' ->> 'registerNumber'
  from registration
  where registration.institution_id = institution.id and institution.country <> 'CZ';
-- There was one field for both: what is an IČO is one of Czechia alone.
update institution set register_number = coalesce(register_number, ico), ico = null where country <> 'CZ';
create index institution_country on institution (country);
create index institution_register_number on institution (register_number);
