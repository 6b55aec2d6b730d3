-- Keys of the centre that all its processes work with.
create table shared_key (
  name text primary key,
  -- AES-256-GCM under the operators' file; null: the key is in a file of a data folder, and only known by its digest.
  sealed bytea,
  -- SHA-256 of the key as PEM.
  sha256 bytea not null check (length(sha256) = 32)
);
