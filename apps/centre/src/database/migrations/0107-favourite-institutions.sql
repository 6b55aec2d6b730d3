-- The institutions that a person has starred, so that the form of a new message offers them first.
create table favourite_institution (
  person_id uuid not null references person on delete cascade,
  institution_id uuid not null references institution on delete cascade,
  primary key (person_id, institution_id)
);
create index favourite_institution_institution on favourite_institution (institution_id);
