/** A country's records, of many years and institutions, as the database writes them itself. */
import { fillDirectory } from '../growth/records.ts'
import type { Site } from '../growth/site.ts'
import type { RecordsOptions } from './options.ts'

/** In one transaction: what was written is in the log of the database twice otherwise. */
const BATCH = 200_000
/** The largest mailbox has a thirtieth of all; the others share by their rank, as Zipf found of towns. */
const LARGEST_SHARE = 1 / 30
const YEARS = 5
/** Held by who appends to the trail. */
const CHAIN_LOCK = 0x6175_6474
const LARGE_TABLES = ['message', 'delivery', 'study', 'audit_event', 'institution'] as const

export async function fillCountry(
  site: Site,
  options: RecordsOptions,
  say: (line: string) => void,
): Promise<void> {
  const { database } = site
  await fillDirectory(site, options.institutions)
  await rankInstitutions(site)
  // Triggers and references are for what people do; these records keep to them by themselves.
  await database.query('set session_replication_role = replica')
  await database.query('set synchronous_commit = off')
  for (let first = 1; first <= options.messages; first += BATCH) {
    const last = Math.min(first + BATCH - 1, options.messages)
    await fillMessages(site, options, first, last)
    await fillTrail(site, last - first + 1, options.messages)
    say(`${last.toLocaleString('en')} of ${options.messages.toLocaleString('en')} messages`)
  }
  await database.query('set session_replication_role = default')
  for (const table of LARGE_TABLES) await database.query(`vacuum analyze ${table}`)
  await database.query('checkpoint')
}

/** Bytes of the whole database. */
export async function sizeOf({ database }: Site): Promise<number> {
  const { rows } = await database.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  )
  return Number(rows[0]?.bytes)
}

/** How often each large table, or a part of one, was read from its first row to its last so far. */
export async function wholeReadings({ database }: Site): Promise<ReadonlyMap<string, number>> {
  // A process of the database tells what it counted when it has been idle for ten seconds.
  await database.query('select pg_sleep(11)')
  await database.query('select pg_stat_clear_snapshot()')
  const { rows } = await database.query<{ name: string; readings: string }>(
    'select relname as name, seq_scan as readings from pg_stat_user_tables where n_live_tup > $1',
    [LARGE_ROWS],
  )
  return new Map(rows.map(({ name, readings }) => [name, Number(readings)]))
}
/** Of fewer rows, reading all of them is what the database rightly chooses. */
const LARGE_ROWS = 50_000

/** Of the years before now, evenly: `n` of all is so old. */
async function fillMessages(
  { database }: Site,
  { messages }: RecordsOptions,
  first: number,
  last: number,
): Promise<void> {
  const every = `((($3::float8 - n) / $3) * interval '${YEARS} years')`
  await database.query(
    `with drawn as materialized (
      select n, now() - ${every} as at, random() as share, random() as other, uuidv7(- ${every}) as id
      from generate_series($1::int, $2::int) as n
    ),
    addressed as materialized (
      select drawn.*, recipient.id as recipient, sender.id as sender
      from drawn
      cross join lateral (select id from ranked where until >= share order by until limit 1) as recipient
      cross join lateral (select id from ranked where until >= other and id <> recipient.id order by until limit 1) as sender
    ),
    made as (
      insert into message (id, sender_institution_id, subject, urgent, status, created_at, declared_bytes, size_bytes, instances,
        search_folded)
      select id, sender, 'CT ' || n, n % 20 = 0, 'delivered', at, 85e6, 85e6, 145, 'ct hrudniku ' || n || ' prosim o popis'
      from addressed
    ),
    studied as (
      insert into study (message_id, position, study_instance_uid, patient_id, patient_name, modalities, patient_folded)
      select id, 0, '2.25.' || n, n::text, 'X^' || n, '{CT}', n || ' x ' || n from addressed
    )
    insert into delivery (message_id, institution_id, sender_institution_id, status, at, created_at, held_bytes)
    select id, recipient, sender, case when n > $3 - 1000 and n % 3 = 0 then 'delivered' when n % 3 = 1 then 'downloaded' else 'opened' end,
      at, at, case when n > $3 * 0.95 then 85e6 else 0 end
    from addressed`,
    [first, last, messages],
  )
}

/** By the size of their mailboxes: the first is whose messages are asked for. */
async function rankInstitutions({ database, recipientId }: Site): Promise<void> {
  await database.query(
    'create temporary table ranked (rank int primary key, id uuid not null, until float8 not null)',
  )
  await database.query(
    `with by_rank as (
      select id, row_number() over (order by id <> $1, id) as rank from institution
    ),
    weighed as (select id, rank, case rank when 1 then $2::float8 else 1.0 / rank end as weight from by_rank),
    rest as (select sum(weight) as total from weighed where rank > 1)
    insert into ranked
    select rank, id, sum(case rank when 1 then weight else weight / rest.total * (1 - $2) end) over (order by rank) + 1e-9
    from weighed, rest`,
    [recipientId, LARGEST_SHARE],
  )
  await database.query('create index ranked_until on ranked (until) include (id)')
  await database.query('analyze ranked')
}

/** Links of a chain they are not, which nobody looks at here. */
async function fillTrail({ database }: Site, events: number, messages: number): Promise<void> {
  await database.query('begin')
  await database.query('select pg_advisory_xact_lock($1)', [CHAIN_LOCK])
  await database.query(
    `with there as (select coalesce(max(position), 0) as last from audit_event),
      person as (select array_agg(id order by id) as ids from person),
      country as (select array_agg(id order by rank) as ids from ranked)
    insert into audit_event
      (position, at, actor_person_id, actor_institution_id, action, message_id, details, previous_sha256, sha256)
    select last + n, now() - (($2::float8 - last - n) / $2) * interval '${YEARS} years',
      person.ids[1 + n % cardinality(person.ids)], country.ids[1 + n % cardinality(country.ids)],
      (array['message.read', 'message.create', 'session.begin', 'message.download', 'delivery.stored'])[1 + n % 5],
      uuidv7((($2::float8 - last - n) / $2) * - interval '${YEARS} years'), '{}', decode(repeat('00', 32), 'hex'),
      decode(repeat('11', 32), 'hex')
    from there, person, country, generate_series(1, $1::int) as n`,
    [events, messages],
  )
  await database.query('commit')
}
