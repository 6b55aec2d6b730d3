-- A disk that cannot be read is told as well. Messages that an earlier centre delivered beside this one get their check.
alter table package_check drop constraint package_check_problem_check;
alter table package_check add constraint package_check_problem_check check (problem in
  ('package-missing', 'package-changed', 'package-unreadable', 'index-missing', 'index-damaged'));
insert into package_check (message_id, checked_at)
select id, created_at from message where package_sha256 is not null
on conflict do nothing;
