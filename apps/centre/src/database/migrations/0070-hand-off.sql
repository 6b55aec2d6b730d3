-- Links by which a viewer on a person's computer fetches a message without that person's session.
create table hand_off (
  token_sha256 bytea primary key,
  purpose text not null check (purpose in ('package', 'manifest', 'instances')),
  message_id uuid not null references message on delete cascade,
  person_id uuid not null references person on delete cascade, -- who handed it over, and in whose name it is read
  institution_id uuid not null references institution on delete cascade, -- that they acted for
  study_instance_uid text, -- null: the whole message
  file_extension text, -- of the package's name, where a viewer is found by it
  expires_at timestamptz not null
);
create index hand_off_expires_at on hand_off (expires_at);
