-- The upload that a node's message came as: who got its images while they still came knows them again.
alter table message add column arrived_as uuid;
