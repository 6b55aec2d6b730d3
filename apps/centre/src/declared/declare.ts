/** What the sender is going to send, as it says beforehand; compared with the package, and shown to all of its parties. */
import { readIndex } from '@epacs/package'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import type { PackageKey } from '../storage/index.ts'
import { type ComparedRow, compared, supplementedBy } from './compare-row.ts'
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

/** SOP Instance UIDs in a package, by the Study Instance UIDs that `declaredBy` has declared. */
export interface Arrived {
  /** The message itself, or the one that it supplements. */
  readonly declaredBy: string
  readonly studies: ReadonlyMap<string, ReadonlySet<string>>
}

/** Reads the index of the package, which has to be in the store; nothing is read where nothing was declared. */
export async function compareDeclared(
  { db, store }: Pick<Centre, 'db' | 'store'>,
  key: PackageKey,
): Promise<readonly Arrived[]> {
  const awaited = await db
    .selectFrom('declared_study')
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('message_id', '=', key.messageId),
        eb(
          'message_id',
          '=',
          selectFrom('message').where('id', '=', key.messageId).select('supplement_to').$castTo<string>(),
        ),
      ]),
    )
    // What is complete waits for nothing more.
    .where((eb) => eb.or([eb('arrived', 'is', null), eb('arrived', '<', eb.ref('instances'))]))
    .select(['message_id', 'study_instance_uid'])
    .execute()
  if (awaited.length === 0) return []
  const indexFile = await store.indexFile(key)
  if (indexFile === undefined) throw new Error(`the package of message ${key.messageId} has no index`)
  const studies = new Map(
    awaited.map(({ study_instance_uid }) => [study_instance_uid, new Set<string>()] as const),
  )
  for await (const { studyInstanceUid, sopInstanceUid } of readIndex(indexFile)) {
    studies.get(studyInstanceUid)?.add(sopInstanceUid)
  }
  const declaredBy = new Set(awaited.map(({ message_id }) => message_id))
  return [...declaredBy].map((id) => ({ declaredBy: id, studies }))
}

/**
 * In the transaction that delivers the message. What was named is not kept any longer, what is missing and what of an
 * incomplete study has arrived is: later messages bring the rest, and may bring again what was there.
 */
export async function keepArrived(
  trx: Transaction<Database>,
  messageId: string,
  arrived: readonly Arrived[],
): Promise<void> {
  for (const { declaredBy, studies } of arrived) {
    const rows = await trx
      .selectFrom('declared_study')
      .where('message_id', '=', declaredBy)
      .where('study_instance_uid', 'in', [...studies.keys()])
      .select(['position', 'study_instance_uid', 'instances', 'sop_instance_uids'])
      .select(['arrived', 'missing', 'arrived_uids'])
      .orderBy('position')
      .forUpdate()
      .execute()
    const changed = rows.flatMap((row) => {
      const here = studies.get(row.study_instance_uid) ?? new Set<string>()
      if (declaredBy === messageId) return [compared(row, here)]
      return here.size === 0 ? [] : [supplementedBy(row, here)]
    })
    await updateRows(trx, declaredBy, changed)
  }
}

/** One statement, however many studies there are; `messageId` is the declaring message. */
export async function updateRows(
  trx: Transaction<Database>,
  messageId: string,
  changed: readonly ComparedRow[],
): Promise<void> {
  if (changed.length === 0) return
  await sql`
    update declared_study set arrived = row.arrived, missing = row.missing,
      sop_instance_uids = row.sop_instance_uids, arrived_uids = row.arrived_uids
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as row
      (position integer, arrived integer, missing text[], sop_instance_uids text[], arrived_uids text[])
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

/** Null: the sender has declared nothing. */
export async function declarationOf(
  trx: Transaction<Database>,
  messageId: string,
): Promise<ShownDeclaration | null> {
  const rows = await trx
    .selectFrom('declared_study')
    .where('message_id', '=', messageId)
    .select(['study_instance_uid', 'instances', 'arrived'])
    .select(sql<string[]>`(coalesce(missing, '{}'))[1:${sql.lit(MOST_MISSING)}]`.as('missing'))
    .orderBy('position')
    .execute()
  if (rows.length === 0) return null
  const isCompared = rows.every(({ arrived }) => arrived !== null)
  const total = rows.reduce((sum, { instances }) => sum + instances, 0)
  const arrivedTotal = rows.reduce((sum, { arrived }) => sum + (arrived ?? 0), 0)
  // Of thousands of studies each may miss as many: all of them together are what is read.
  let named = 0
  const studies = rows.map(({ study_instance_uid, instances, arrived, missing }) => {
    const shown = missing.slice(0, MOST_MISSING - named)
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

/** How many instances are missing of a message that was compared with what was declared, otherwise null: a scalar expression. */
export function missingOf(messageId: RawBuilder<string>): RawBuilder<number | null> {
  return sql`(
    select sum(instances - arrived)::int from declared_study where message_id = ${messageId} and arrived is not null
  )`
}
