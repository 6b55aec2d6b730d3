-- How many files of each study had which outcome, of those files whose study is known; of messages from now on.
create table study_result (
  message_id uuid not null references message on delete cascade,
  position integer not null,
  study_instance_uid text not null,
  accepted integer not null,
  warnings integer not null,
  left_out integer not null,
  refused integer not null,
  primary key (message_id, position)
);
