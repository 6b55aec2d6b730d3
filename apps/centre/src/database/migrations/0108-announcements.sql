-- What operators announce to everybody: maintenance, with the time that it takes.
create table announcement (
  id uuid primary key,
  text_cs text not null,
  text_en text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  announced_at timestamptz not null,
  announced_by uuid references person on delete set null,
  withdrawn_at timestamptz,
  check (ends_at > begins_at)
);
create index announcement_to_show on announcement (ends_at) where withdrawn_at is null;
