/** The trail as auditors read it: filtered, with the names that people and institutions have today. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { AUDIT_ACTIONS } from './actions.ts'
import type { Found, TrailSearch } from './trail-search.ts'

export interface TrailFilter extends TrailSearch {
  /** Beginning of the action. */
  readonly action?: string
  readonly person?: string
  readonly institution?: string
  readonly message?: string
  readonly from?: string
  readonly to?: string
}

export interface TrailEvent {
  readonly position: number
  readonly at: string
  readonly personId: string | null
  readonly personName: string | null
  readonly institutionId: string | null
  readonly institutionName: string | null
  readonly action: string
  readonly messageId: string | null
  readonly details: Record<string, unknown>
  readonly sha256: string
}

/** @param found what the filter's words stand for; undefined: it has none */
export function matchingEvents(db: Kysely<Database>, filter: TrailFilter, found: Found | undefined) {
  const { action, person, institution, message, from, to } = filter
  let matching = db.selectFrom('audit_event')
  if (action !== undefined) {
    // Each by its name: for a beginning alone there is no index.
    const names = AUDIT_ACTIONS.filter((name) => name.startsWith(action))
    matching = matching.where('action', '=', sql<string>`any(${names})`)
  }
  if (person !== undefined) matching = matching.where('actor_person_id', '=', person)
  if (institution !== undefined) matching = matching.where('actor_institution_id', '=', institution)
  if (message !== undefined) matching = matching.where('message_id', '=', message)
  if (from !== undefined) matching = matching.where('at', '>=', new Date(from))
  if (to !== undefined) matching = matching.where('at', '<', new Date(to))
  if (found !== undefined) {
    const { people, institutions, messages, actions } = found
    matching = matching.where(({ eb, or }) =>
      or([
        eb('actor_person_id', '=', sql<string>`any(${people})`),
        eb('actor_institution_id', '=', sql<string>`any(${institutions})`),
        eb('message_id', '=', sql<string>`any(${messages})`),
        eb('action', '=', sql<string>`any(${actions})`),
      ]),
    )
  }
  return matching
}

/** What is looked for is counted no further: a country's trail has a thousand million events. */
export const MOST_COUNTED = 10_000

export interface TrailTotal {
  /** `MOST_COUNTED` at most, where something is looked for. */
  readonly total: number
  readonly isMore: boolean
}

/** Everything, where nothing is looked for: positions have no gaps, and a gap is what checking the chain finds. */
export async function countEvents(
  db: Kysely<Database>,
  filter: TrailFilter,
  found: Found | undefined,
): Promise<TrailTotal> {
  const { q: _words, actions: _actions, ...own } = filter
  const isAll = found === undefined && Object.values(own).every((each) => each === undefined)
  const { rows } = await (isAll
    ? sql<{
        total: number
      }>`select coalesce(max(position) - min(position) + 1, 0)::float8 as total from audit_event`
    : sql<{ total: number }>`
        select count(*)::float8 as total
        from (${matchingEvents(db, filter, found)
          .select('position')
          .limit(MOST_COUNTED + 1)}) as matching
      `
  ).execute(db)
  const total = rows[0]?.total ?? 0
  return isAll || total <= MOST_COUNTED ? { total, isMore: false } : { total: MOST_COUNTED, isMore: true }
}

/** The newest first; where times are looked for by them, which leads to the days in question at once. */
export async function pageOfEvents(
  db: Kysely<Database>,
  filter: TrailFilter,
  found: Found | undefined,
  { offset, pageSize }: { readonly offset: number; readonly pageSize: number },
): Promise<readonly Row[]> {
  const matching = matchingEvents(db, filter, found).selectAll().limit(pageSize).offset(offset)
  const isOfTimes = filter.from !== undefined || filter.to !== undefined
  return await (isOfTimes ? matching.orderBy('at', 'desc') : matching).orderBy('position', 'desc').execute()
}

type Row = Selectable<Database['audit_event']>

export async function withNames(db: Kysely<Database>, rows: readonly Row[]): Promise<TrailEvent[]> {
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.actor_person_id ?? []),
    rows.flatMap((row) => row.actor_institution_id ?? []),
  )
  return rows.map((row) => ({
    position: row.position,
    at: row.at.toISOString(),
    personId: row.actor_person_id,
    personName: names.get(row.actor_person_id ?? '') ?? null,
    institutionId: row.actor_institution_id,
    institutionName: names.get(row.actor_institution_id ?? '') ?? null,
    action: row.action,
    messageId: row.message_id,
    details: row.details,
    sha256: row.sha256.toString('hex'),
  }))
}

/** By their ids, of which no person has one that an institution has. */
async function namesOf(
  db: Kysely<Database>,
  people: readonly string[],
  institutions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (people.length + institutions.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from person where id = any(${[...new Set(people)]}::uuid[])
    union all
    select id, name from institution where id = any(${[...new Set(institutions)]}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
