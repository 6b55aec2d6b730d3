-- Where a node stores into several PACS: how much of a delivery each of them has.
alter table node_delivery add column at_each jsonb not null default '[]';
