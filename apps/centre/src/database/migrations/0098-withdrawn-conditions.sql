-- Conditions that were to come and were taken back before they held. Apart from those that hold or held, so that
-- whatever reads those never meets them.
create table withdrawn_conditions (
  version integer not null,
  language text not null check (language in ('cs', 'en')),
  words text not null,
  valid_from timestamptz not null,
  withdrawn_at timestamptz not null,
  primary key (version, language)
);
