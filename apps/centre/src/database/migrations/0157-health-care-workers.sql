-- Numbers of people in the national register of health care workers (KRZP): as they say themselves, and as JTP says.
alter table person add column krzp text check (krzp ~ '^[1-9][0-9]{8}$');
alter table person_jtp add column krzp text check (krzp ~ '^[1-9][0-9]{8}$');
alter table proven_identity add column krzp text;
