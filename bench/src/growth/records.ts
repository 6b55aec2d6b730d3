/** What a question costs by the number of records behind it, which the database itself writes. */
import type { Connection } from '../client/connection.ts'
import type { Point } from './curve.ts'
import type { Site } from './site.ts'
import { powers } from './studies.ts'

/** So many are there by themselves. */
const LEAST_EVENTS = 1000
/** Held by who appends to the trail. */
const CHAIN_LOCK = 0x6175_6474
const CALLS = 20
const CALLS_BEFORE = 3

type Asked = Readonly<Record<string, (site: Site) => Promise<string> | string>>

/** Paths, by what is asked. */
const OF_A_MAILBOX: Asked = {
  'list of a mailbox': () => '/api/messages?box=inbox&facets=false',
  'what the filters of a mailbox offer': () => '/api/messages/facets?box=inbox',
  'words looked for in a mailbox': () => '/api/messages?box=inbox&facets=false&q=hrudniku+77',
  'one message of a mailbox': async ({ database, recipientId }) => {
    const { rows } = await database.query<{ id: string }>(
      'select message_id as id from delivery where institution_id = $1 order by created_at limit 1',
      [recipientId],
    )
    return `/api/messages/${rows[0]?.id}`
  },
}

const OF_INSTITUTIONS: Asked = {
  'first page of the directory': () => '/api/institutions',
  'words looked for in the directory': () => '/api/institutions?q=nemocnice+7',
}

const OF_THE_TRAIL: Asked = {
  'newest events of the audit trail': () => '/api/audit',
  'events of an institution': async ({ database }) => {
    const { rows } = await database.query<{ id: string }>(
      `select actor_institution_id as id from audit_event where actor_institution_id is not null and details = '{}'
      order by position limit 1`,
    )
    return `/api/audit?institution=${rows[0]?.id}`
  },
  'events of a kind': () => '/api/audit?action=message.',
  'events of an hour': async ({ database }) => {
    const { rows } = await database.query<{ at: Date }>(
      'select min(at) + (max(at) - min(at)) / 2 as at from audit_event',
    )
    const from = rows[0]?.at ?? new Date()
    return `/api/audit?from=${from.toISOString()}&to=${new Date(from.getTime() + HOUR_MS).toISOString()}`
  },
}
const HOUR_MS = 3_600_000

export async function byMessages(site: Site, most: number, say: (line: string) => void) {
  return await asked(site, [...powers(1, most)], OF_A_MAILBOX, async (messages) => {
    say(`a mailbox of ${messages.toLocaleString('en')}`)
    await fillMailbox(site, messages)
  })
}

export async function byInstitutions(site: Site, most: number, say: (line: string) => void) {
  return await asked(site, [...powers(10, most)], OF_INSTITUTIONS, async (institutions) => {
    say(`${institutions.toLocaleString('en')} institutions`)
    await fillDirectory(site, institutions)
  })
}

export async function byEvents(site: Site, most: number, say: (line: string) => void) {
  const sizes = [...powers(LEAST_EVENTS, most)]
  return await asked({ ...site, recipient: site.auditor }, sizes, OF_THE_TRAIL, async (events) => {
    say(`${events.toLocaleString('en')} events`)
    await fillTrail(site, events)
  })
}

async function asked(
  site: Site,
  sizes: readonly number[],
  questions: Asked,
  fill: (size: number) => Promise<void>,
): Promise<ReadonlyMap<string, readonly Point[]>> {
  const found = new Map<string, Point[]>(Object.keys(questions).map((name) => [name, []]))
  for (const size of sizes) {
    await fill(size)
    for (const [name, pathOf] of Object.entries(questions)) {
      const path = await pathOf(site)
      await callOften(site.recipient, path, CALLS_BEFORE)
      const before = await site.processorSeconds()
      await callOften(site.recipient, path, CALLS)
      found.get(name)?.push({ size, cost: ((await site.processorSeconds()) - before) / CALLS })
    }
  }
  return found
}

async function callOften(connection: Connection, path: string, times: number): Promise<void> {
  for (let call = 0; call < times; call++) await connection.expect(200, path)
}

/** Until the recipient's mailbox has as many; from the other institutions, five minutes between one and the next. */
async function fillMailbox({ database, recipientId }: Site, messages: number): Promise<void> {
  await database.query(
    `with
      had as (select count(*)::int as count from delivery where institution_id = $1),
      sender as (select array_agg(id order by id) as ids from institution where id <> $1),
      made as (
        insert into message (id, sender_institution_id, subject, urgent, status, created_at, declared_bytes, search_folded)
        select uuidv7(- n * interval '5 minutes'), ids[1 + n % cardinality(ids)], 'CT ' || n, n % 20 = 0, 'delivered',
          now() - n * interval '5 minutes', 1000 + n, 'ct hrudniku ' || n || repeat(' popis', 20)
        from had, sender, generate_series(had.count + 1, $2) as n
        returning id, created_at, declared_bytes
      ),
      studied as (
        insert into study (message_id, position, study_instance_uid, patient_id, patient_name, modalities, patient_folded)
        select id, 0, '2.25.' || declared_bytes, 'X', 'X', '{CT}', 'x-2 novak jan' from made
      )
    select count(*) from made`,
    [recipientId, messages],
  )
  // By itself: its trigger looks for the message's sender.
  await database.query(
    `insert into delivery (message_id, institution_id, status, at, created_at)
    select id, $1, case declared_bytes % 10 when 0 then 'delivered' when 1 then 'downloaded' else 'opened' end,
      created_at, created_at
    from message where sender_institution_id <> $1 and not exists (select from delivery where message_id = message.id)`,
    [recipientId],
  )
  await settled(database, ['message', 'delivery', 'study'])
}

/** Until there are as many institutions. */
export async function fillDirectory({ database }: Site, institutions: number): Promise<void> {
  await database.query(
    `insert into institution (id, name, name_folded, kind, eligibility, city, city_folded, ae_title, connection)
    select gen_random_uuid(), 'Nemocnice ' || n, 'nemocnice ' || n, 'hospital', 'czech-provider', 'Brno', 'brno', 'BENCH' || n,
      'mailbox'
    from generate_series((select count(*)::int from institution) + 1, $1) as n`,
    [institutions],
  )
  await settled(database, ['institution'])
}

/** Until there are as many, ten a second; links of a chain they are not, which nobody looks at here. */
async function fillTrail({ database }: Site, events: number): Promise<void> {
  await database.query('begin')
  await database.query('select pg_advisory_xact_lock($1)', [CHAIN_LOCK])
  await database.query(
    `with there as (select coalesce(max(position), 0) as last from audit_event),
      person as (select array_agg(id order by id) as ids from person),
      institution as (select array_agg(id order by id) as ids from institution)
    insert into audit_event
      (position, at, actor_person_id, actor_institution_id, action, message_id, details, previous_sha256, sha256)
    select last + n, now() - ($1 - last - n) * interval '100 ms', person.ids[1 + n % cardinality(person.ids)],
      institution.ids[1 + n % cardinality(institution.ids)],
      (array['message.read', 'message.create', 'session.begin', 'message.download', 'delivery.stored'])[1 + n % 5],
      uuidv7(($1 - last - n) * interval '-100 ms'), '{}', decode(repeat('00', 32), 'hex'), decode(repeat('11', 32), 'hex')
    from there, person, institution, generate_series(1, $1 - there.last) as n`,
    [events],
  )
  await database.query('commit')
  await settled(database, ['audit_event'])
}

async function settled(database: Site['database'], tables: readonly string[]): Promise<void> {
  for (const table of tables) await database.query(`vacuum analyze ${table}`)
  // What writes to the disk behind it takes processor time, too.
  await database.query('checkpoint')
}
