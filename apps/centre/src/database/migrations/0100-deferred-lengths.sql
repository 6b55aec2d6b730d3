-- tus creation-defer-length: the length is told while the bytes come. Until then size_bytes is what was claimed for it.
alter table upload add column is_deferred boolean not null default false;
