-- The National Register of Health Care Providers, as its open data were imported last.

create table register_place (
  place_id text primary key, -- of a place of care
  ico text not null,
  provider_name text not null,
  place_name text not null,
  kind_words text not null, -- as the register has it
  kind text check (kind in ('hospital', 'outpatient', 'specialised', 'private-practice', 'scientific')),
  street text,
  city text,
  postal_code text,
  region text,
  seat_street text,
  seat_city text,
  seat_postal_code text,
  digest text not null -- of all that is kept of it: the next import leaves alone what has not changed
);
create index register_place_ico on register_place (ico);

create table register_import (
  id uuid primary key,
  at timestamptz not null,
  places integer not null,
  added integer not null,
  changed integer not null,
  removed integer not null,
  bad_rows integer not null
);
