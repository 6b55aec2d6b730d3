-- What a sender said, before the data travelled, that it would send; and what of it arrived.
create table declared_study (
  message_id uuid not null references message on delete cascade,
  position integer not null,
  study_instance_uid text not null,
  instances integer not null check (instances > 0),
  sop_instance_uids text[], -- null: they were only counted, or have been compared
  arrived integer,          -- of them, in the package; null: not compared yet
  missing text[],           -- SOP Instance UIDs of the others, as far as they were named; the first ones
  primary key (message_id, position)
);
