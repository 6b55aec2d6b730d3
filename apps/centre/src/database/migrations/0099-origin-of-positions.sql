-- Who put an institution where it is on the map. Null: the bootstrap file, nobody, or from before this was kept. What an
-- operator has said stays, "nowhere" too: then there is an origin and no position.
alter table institution add column position_origin text check (position_origin in ('register', 'operator'));
