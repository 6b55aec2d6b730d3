-- What people have set for themselves; who has set nothing has no row.
create table person_settings (
  person_id uuid primary key references person on delete cascade,
  language text check (language in ('cs', 'en')), -- null: as the browser has it
  desktop_viewer text -- id of one that the centre offers, or offered; null: asked each time
);
