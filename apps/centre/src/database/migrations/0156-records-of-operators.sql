-- Who an institution is, as an operator has corrected it: the bootstrap file does not undo it.
alter table institution add column record_is_operators boolean not null default false;
