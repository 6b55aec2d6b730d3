-- Conditions that operators publish hold from a day on; those that came with the centre (null) hold at once.
alter table conditions add column valid_from timestamptz;
