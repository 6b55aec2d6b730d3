/**
 * What of declared studies has arrived, counted anew from the indexes of the packages: of declarations that are not
 * complete, once a day and at each start. A process of an earlier version, which works beside this one while the centre is
 * brought up to date, does not count what supplements bring, and shortens what is missing.
 */
import { PackageError, readIndex } from '@epacs/package'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { ifPresent, PackageReadError } from '../storage/index.ts'
import { type ComparedRow, type DeclaredRow, recounted } from './compare-row.ts'
import { updateRows } from './declare.ts'

const DAY_MS = 24 * 3_600_000
/** What was declared longer ago is hardly going to be completed. */
const COUNTED_DAYS = 42
const AT_ONCE = 200

/** Ends early when the signal aborts; the next run begins anew, and changes nothing that is right. */
export async function recountDeclared(centre: Centre, signal: AbortSignal): Promise<void> {
  const since = new Date(centre.clock().getTime() - COUNTED_DAYS * DAY_MS)
  let after: string | null = null
  for (;;) {
    const ids = await doubtful(centre.db, since, after)
    for (const messageId of ids) {
      if (signal.aborted) return
      await recount(centre, messageId)
    }
    after = ids.at(-1) ?? null
    if (after === null) return
  }
}

/**
 * Messages with an incomplete study that something supplements, or whose record does not say what is missing, nor what has
 * arrived: what this version has counted of one package alone is right.
 */
async function doubtful(db: Kysely<Database>, since: Date, after: string | null): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message
    where created_at >= ${since} and status in ('delivered', 'deleted')
      and (${after}::uuid is null or id > ${after}::uuid)
      and exists (
        select from declared_study
        where message_id = message.id and arrived < instances
          and (
            arrived + cardinality(coalesce(missing, '{}')) < instances
              and arrived is distinct from cardinality(coalesce(arrived_uids, '{}'))
            or exists (
              select from message as later where later.supplement_to = message.id and later.status in ('delivered', 'deleted')
            )
          )
      )
    order by id limit ${AT_ONCE}
  `.execute(db)
  return rows.map(({ id }) => id)
}

async function recount(centre: Centre, messageId: string): Promise<void> {
  const packages = await packagesOf(centre.db, messageId)
  const awaited = await incompleteOf(centre.db, messageId)
  const { studies, areAll } = await heldOf(centre, packages, awaited)
  await centre.db.transaction().execute(async (trx) => {
    const rows = await incompleteOf(trx, messageId, 'locked')
    // Something was delivered or deleted meanwhile: the delivery has counted itself, the next run counts again.
    if (!isSame(packages, await packagesOf(trx, messageId))) return
    const changed = rows.flatMap((row) => {
      const held = studies.get(row.study_instance_uid)
      if (held === undefined) return []
      const counted = recounted(row, held, areAll ? 'all' : 'partly')
      return isAsBefore(row, counted) ? [] : [counted]
    })
    await updateRows(trx, messageId, changed)
  })
}

function isAsBefore(row: IncompleteRow, { arrived, missing, arrived_uids }: ComparedRow): boolean {
  const before = [row.missing ?? [], row.arrived_uids]
  return row.arrived === arrived && JSON.stringify(before) === JSON.stringify([missing, arrived_uids])
}

interface HeldPackage {
  readonly messageId: string
  /** Null: its data was deleted. */
  readonly sha256: string | null
}

async function packagesOf(db: Kysely<Database>, messageId: string): Promise<readonly HeldPackage[]> {
  const rows = await db
    .selectFrom('message')
    .where((eb) => eb.or([eb('id', '=', messageId), eb('supplement_to', '=', messageId)]))
    .where('status', 'in', ['delivered', 'deleted'])
    .select(['id', 'package_sha256'])
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ messageId: row.id, sha256: row.package_sha256?.toString('hex') ?? null }))
}

function isSame(one: readonly HeldPackage[], other: readonly HeldPackage[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

type IncompleteRow = DeclaredRow & { readonly study_instance_uid: string; readonly arrived: number }

async function incompleteOf(
  db: Kysely<Database> | Transaction<Database>,
  messageId: string,
  locked?: 'locked',
): Promise<readonly IncompleteRow[]> {
  return await db
    .selectFrom('declared_study')
    .where('message_id', '=', messageId)
    .where((eb) => eb('arrived', '<', eb.ref('instances')))
    .select(['position', 'study_instance_uid', 'instances', 'sop_instance_uids', 'missing', 'arrived_uids'])
    .select((eb) => eb.ref('arrived').$notNull().as('arrived'))
    .orderBy('position')
    .$if(locked !== undefined, (query) => query.forUpdate())
    .execute()
}

/** Of each awaited study what its declaration can count, no more than was declared and what is missing by name. */
async function heldOf(
  { store, log }: Pick<Centre, 'store' | 'log'>,
  packages: readonly HeldPackage[],
  awaited: readonly IncompleteRow[],
): Promise<{ readonly studies: ReadonlyMap<string, ReadonlySet<string>>; readonly areAll: boolean }> {
  const counts = new Map(
    awaited.map(({ study_instance_uid, instances, missing }) => [
      study_instance_uid,
      { held: new Set<string>(), instances, missing: new Set(missing) },
    ]),
  )
  const read = async (messageId: string, sha256: string): Promise<boolean> => {
    const indexFile = await store.indexFile({ messageId, sha256 })
    if (indexFile === undefined) return false
    for await (const { studyInstanceUid, sopInstanceUid } of readIndex(indexFile)) {
      const study = counts.get(studyInstanceUid)
      if (study === undefined) continue
      if (study.held.size < study.instances || study.missing.has(sopInstanceUid))
        study.held.add(sopInstanceUid)
    }
    return true
  }
  let areAll = true
  for (const { messageId, sha256 } of packages) {
    try {
      // Deleted while it is read: as if it had been before.
      const isRead = sha256 !== null && (await ifPresent(read(messageId, sha256))) === true
      areAll &&= isRead
    } catch (error) {
      if (!(error instanceof PackageReadError || error instanceof PackageError)) throw error
      log.warn({ err: error, messageId }, 'a declaration is counted without a package that cannot be read')
      areAll = false
    }
  }
  return { studies: new Map([...counts].map(([study, { held }]) => [study, held])), areAll }
}
