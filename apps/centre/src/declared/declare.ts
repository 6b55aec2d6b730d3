/** What the sender is going to send, as it says beforehand; compared with the package, and shown to all of its parties. */
import { readIndex } from '@epacs/package'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import type { PackageKey } from '../storage/index.ts'
import { type DeclaredStudy, MOST_MISSING } from './schemas.ts'

export async function noteDeclared(
  trx: Transaction<Database>,
  messageId: string,
  declared: readonly DeclaredStudy[],
): Promise<void> {
  if (declared.length === 0) return
  const rows = declared.map(({ study, instances, sopInstanceUids }, position) => ({
    position,
    study_instance_uid: study,
    instances,
    sop_instance_uids: sopInstanceUids ?? null,
  }))
  // One statement, however many studies there are.
  await sql`
    insert into declared_study (message_id, position, study_instance_uid, instances, sop_instance_uids)
    select ${messageId}::uuid, position, study_instance_uid, instances, sop_instance_uids
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (position integer, study_instance_uid text, instances integer, sop_instance_uids text[])
  `.execute(trx)
}

/** Of one study, by its place in the declaration. */
export interface Arrived {
  readonly position: number
  readonly arrived: number
  readonly missing: readonly string[]
}

/** Reads the index of the package, which has to be in the store; nothing is read where nothing was declared. */
export async function compareDeclared(
  { db, store }: Pick<Centre, 'db' | 'store'>,
  key: PackageKey,
): Promise<readonly Arrived[]> {
  const declared = await db
    .selectFrom('declared_study')
    .where('message_id', '=', key.messageId)
    .select(['position', 'study_instance_uid', 'instances', 'sop_instance_uids'])
    .orderBy('position')
    .execute()
  if (declared.length === 0) return []
  const indexPath = await store.indexPath(key)
  if (indexPath === undefined) throw new Error(`the package of message ${key.messageId} has no index`)
  const counted = new Map(declared.map(({ study_instance_uid }) => [study_instance_uid, 0]))
  const awaited = new Map(
    declared.map(({ study_instance_uid, sop_instance_uids }) => [
      study_instance_uid,
      new Set(sop_instance_uids),
    ]),
  )
  for await (const { studyInstanceUid, sopInstanceUid } of readIndex(indexPath)) {
    const before = counted.get(studyInstanceUid)
    if (before === undefined) continue
    counted.set(studyInstanceUid, before + 1)
    awaited.get(studyInstanceUid)?.delete(sopInstanceUid)
  }
  return declared.map(({ position, study_instance_uid: study, instances, sop_instance_uids }) => {
    const missing = [...(awaited.get(study) ?? [])]
    const arrived =
      sop_instance_uids === null ? Math.min(instances, counted.get(study) ?? 0) : instances - missing.length
    return { position, arrived, missing: missing.slice(0, MOST_MISSING) }
  })
}

/** In the transaction that delivers the message. What was named is not kept any longer: the index has it. */
export async function keepArrived(
  trx: Transaction<Database>,
  messageId: string,
  arrived: readonly Arrived[],
): Promise<void> {
  if (arrived.length === 0) return
  await sql`
    update declared_study set arrived = row.arrived, missing = row.missing, sop_instance_uids = null
    from jsonb_to_recordset(${JSON.stringify(arrived)}::jsonb) as row (position integer, arrived integer, missing text[])
    where message_id = ${messageId} and declared_study.position = row.position
  `.execute(trx)
}

/** Nothing is delivered: nothing is going to be compared. */
export async function forgetDeclared(trx: Transaction<Database>, messageId: string): Promise<void> {
  await trx.deleteFrom('declared_study').where('message_id', '=', messageId).execute()
}

export interface ShownDeclaration {
  readonly instances: number
  readonly arrived: number | null
  /** Missing, and not named in `studies`. */
  readonly unnamed: number | null
  readonly studies: readonly {
    readonly studyInstanceUid: string
    readonly instances: number
    readonly arrived: number | null
    readonly missing: readonly string[]
  }[]
}

/**
 * What has arrived with later messages that supplement it counts, where no instances were named: an archive that sends what
 * it has sent before, once that is delivered, makes this too large, up to all that was declared.
 */
const ARRIVED = sql<number | null>`case
  when cardinality(coalesce(declared_study.missing, '{}')) > 0 then declared_study.arrived
  else least(declared_study.instances, declared_study.arrived + (
    select coalesce(sum(series.instances), 0)::int from message as later
    join study on study.message_id = later.id
    join series on series.message_id = later.id and series.study_position = study.position
    where later.supplement_to = declared_study.message_id and later.status in ('delivered', 'deleted')
      and study.study_instance_uid = declared_study.study_instance_uid
  )) end`

/** Null: the sender has declared nothing. */
export async function declarationOf(
  trx: Transaction<Database>,
  messageId: string,
): Promise<ShownDeclaration | null> {
  const rows = await trx
    .selectFrom('declared_study')
    .where('message_id', '=', messageId)
    .select(['study_instance_uid', 'instances', ARRIVED.as('arrived'), 'missing'])
    .orderBy('position')
    .execute()
  if (rows.length === 0) return null
  const isCompared = rows.every(({ arrived }) => arrived !== null)
  const total = rows.reduce((sum, { instances }) => sum + instances, 0)
  const arrivedTotal = rows.reduce((sum, { arrived }) => sum + (arrived ?? 0), 0)
  // Of thousands of studies each may miss as many: all of them together are what is read.
  let named = 0
  const studies = rows.map(({ study_instance_uid, instances, arrived, missing }) => {
    const shown = (missing ?? []).slice(0, MOST_MISSING - named)
    named += shown.length
    return { studyInstanceUid: study_instance_uid, instances, arrived, missing: shown }
  })
  return {
    instances: total,
    arrived: isCompared ? arrivedTotal : null,
    unnamed: isCompared ? total - arrivedTotal - named : null,
    studies,
  }
}

/** Of messages that were compared with what was declared, how many instances are missing. */
export async function missingOf(
  db: Kysely<Database>,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('declared_study')
    .where('message_id', 'in', [...messageIds])
    .where('arrived', 'is not', null)
    .select(['message_id', sql<number>`sum(instances - (${ARRIVED}))::int`.as('missing')])
    .groupBy('message_id')
    .execute()
  return new Map(rows.map(({ message_id, missing }) => [message_id, missing]))
}
