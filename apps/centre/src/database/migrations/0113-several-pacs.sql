-- Where a node stores into several PACS: how much of a delivery each of them has. Told with every report.
alter table node_delivery add column at_each jsonb not null default '[]';
alter table node_delivery alter column at_each drop default;
