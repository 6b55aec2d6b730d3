-- The node has the delivery, and a person there is to say under which patient it goes to the PACS.
alter table node_delivery add column waits_for_decision boolean not null default false;
alter table node_delivery add column decompressed integer not null default 0; -- instances that the PACS took so
