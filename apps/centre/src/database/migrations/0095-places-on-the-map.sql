-- Where institutions and places of care stand, in degrees of WGS 84; both or neither.
alter table institution
  add column latitude double precision check (latitude between -90 and 90),
  add column longitude double precision check (longitude between -180 and 180),
  add constraint institution_whole_position check ((latitude is null) = (longitude is null));

alter table register_place
  add column latitude double precision,
  add column longitude double precision;
