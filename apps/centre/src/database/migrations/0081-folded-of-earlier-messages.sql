-- What messages that came before 0080 are found by: patients by themselves, everything else without them. `fold` of
-- packages/exchange in SQL, for the scripts that names of patients and institutions are written in here.
create function pg_temp.folded(words text) returns text language sql immutable as $$
  select replace(replace(replace(replace(translate(
    lower(regexp_replace(normalize(words, nfkd), '[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u3099\u309a]', '', 'g')
      collate czech),
    'łđøı', 'ldoi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
$$;

update study set patient_folded = pg_temp.folded(
  replace(patient_id, '/', '') || E'\n' || replace(translate(patient_name, '^=', '  '), '/', ''));

update message set search_folded = pg_temp.folded(concat_ws(E'\n',
  (select name from institution where id = message.sender_institution_id),
  (select string_agg(name, E'\n') from delivery join institution on institution.id = delivery.institution_id
    where delivery.message_id = message.id),
  subject,
  note,
  (select string_agg(concat_ws(E'\n', description, array_to_string(modalities, E'\n')), E'\n')
    from study where study.message_id = message.id)));
