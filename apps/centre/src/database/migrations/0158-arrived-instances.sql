-- Of a study that was only counted, while it is incomplete: which instances have arrived, so that one that is sent twice
-- counts once. `missing` holds all of them from now on, and is shortened as later messages bring them.
alter table declared_study add column arrived_uids text[];
-- What later messages have brought so far.
update declared_study set arrived = least(instances, arrived + (
  select coalesce(sum(series.instances), 0)::int from message as later
  join study on study.message_id = later.id
  join series on series.message_id = later.id and series.study_position = study.position
  where later.supplement_to = declared_study.message_id and later.status in ('delivered', 'deleted')
    and study.study_instance_uid = declared_study.study_instance_uid
)) where arrived < instances and cardinality(coalesce(missing, '{}')) = 0;
