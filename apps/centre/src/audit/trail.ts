/** The trail as auditors read it: filtered, with the names that people and institutions have today. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database/index.ts'
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
  if (action !== undefined) matching = matching.where(sql<boolean>`starts_with(action, ${action})`)
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

type Row = Selectable<Database['audit_event']>

export async function withNames(db: Kysely<Database>, rows: readonly Row[]): Promise<TrailEvent[]> {
  // One after the other: both may be asked on one connection.
  const people = await namesIn(db, 'person', new Set(rows.flatMap((row) => row.actor_person_id ?? [])))
  const institutions = await namesIn(
    db,
    'institution',
    new Set(rows.flatMap((row) => row.actor_institution_id ?? [])),
  )
  return rows.map((row) => ({
    position: row.position,
    at: row.at.toISOString(),
    personId: row.actor_person_id,
    personName: people.get(row.actor_person_id ?? '') ?? null,
    institutionId: row.actor_institution_id,
    institutionName: institutions.get(row.actor_institution_id ?? '') ?? null,
    action: row.action,
    messageId: row.message_id,
    details: row.details,
    sha256: row.sha256.toString('hex'),
  }))
}

async function namesIn(
  db: Kysely<Database>,
  table: 'person' | 'institution',
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (ids.size === 0) return new Map()
  const rows = await db
    .selectFrom(table)
    .where('id', 'in', [...ids])
    .select(['id', 'name'])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
