/**
 * Everything that must agree, looked at one after the other. Repairs are those that the centre itself would make and that
 * lose nothing: packages that nothing names are removed, mailboxes are counted anew, packages that are whole again are
 * noted so. A package that is damaged or missing is for people: it comes back from a backup.
 */
import type { Kysely } from 'kysely'
import { verifyAuditChain } from '../audit/index.ts'
import type { Database } from '../database/index.ts'
import { setAsideReceived } from '../dicom-entrance/index.ts'
import { packagesNeeded } from '../intake/index.ts'
import {
  checkStored,
  isReadError,
  type PackageKey,
  type PackageStore,
  STORED_PROBLEMS,
  type StoredProblem,
} from '../storage/index.ts'
import { halfDelivered, miscounted, recount, withoutJob, withoutManifest } from './records.ts'

export const FINDING_KINDS = [
  ...STORED_PROBLEMS,
  /** The package is not as large as its message says. */
  'size-differs',
  /** In the store, and its message does not name it. */
  'orphan-package',
  /** In the store, and the records know nothing of its message: they are older than the store, or another centre's. */
  'unknown-package',
  /** A message that is delivered, and a delivery of it that is not, or the other way round. */
  'half-delivered',
  /** In checking without a job; the running centre takes it up within five minutes. */
  'stuck-message',
  /** What a mailbox is said to hold is not the sum of its deliveries. */
  'mailbox-miscounted',
  /** A delivered message whose manifest is not signed yet. */
  'manifest-missing',
  'audit-chain-broken',
  /** What was received by DICOM, and set aside since its journal was damaged. */
  'spool-damaged',
] as const

export interface Finding {
  readonly kind: (typeof FINDING_KINDS)[number]
  /** Id of a message, of an institution, a position of the audit trail, or a file of the data folder. */
  readonly of: string
  readonly isRepaired: boolean
}

export interface FsckOptions {
  readonly repair: boolean
  /** Without reading the packages: whether they are there, and how large. */
  readonly quick: boolean
  readonly onProgress?: (packages: number, of: number) => void
}

export interface FsckResult {
  readonly packages: number
  readonly bytesRead: number
  readonly auditEvents: number
  readonly findings: readonly Finding[]
}

interface Surroundings {
  readonly db: Kysely<Database>
  readonly store: PackageStore
  readonly config: { readonly dataFolder: string }
}

const ROWS_AT_ONCE = 500

export async function runFsck(
  { db, store, config }: Surroundings,
  options: FsckOptions,
): Promise<FsckResult> {
  const { repair } = options
  const findings: Finding[] = []
  const found = (kind: Finding['kind'], of: string, isRepaired = false) =>
    findings.push({ kind, of, isRepaired })

  const { packages, bytesRead } = await checkPackages({ db, store }, options, found)
  for await (const key of store.list()) {
    // Asked again for each: the running centre may just have named it, or be about to.
    if ((await packagesNeeded(db, [key])).length > 0) {
      if (!(await isKnown(db, key))) found('unknown-package', key.messageId)
      continue
    }
    if (repair) await store.delete(key)
    found('orphan-package', key.messageId, repair)
  }
  for (const id of await halfDelivered(db)) found('half-delivered', id)
  for (const id of await withoutJob(db)) found('stuck-message', id)
  for (const id of await withoutManifest(db)) found('manifest-missing', id)
  for (const id of await miscounted(db)) {
    if (repair) await recount(db, id)
    found('mailbox-miscounted', id, repair)
  }
  for (const path of await setAsideReceived(config.dataFolder)) found('spool-damaged', path)
  const chain = await verifyAuditChain(db)
  if (chain.state === 'broken') found('audit-chain-broken', String(chain.position))
  const auditEvents = chain.state === 'whole' ? chain.events : chain.position
  return { packages, bytesRead, auditEvents, findings }
}

async function checkPackages(
  { db, store }: Pick<Surroundings, 'db' | 'store'>,
  { quick, repair, onProgress }: FsckOptions,
  found: (kind: Finding['kind'], of: string, isRepaired?: boolean) => void,
): Promise<Pick<FsckResult, 'packages' | 'bytesRead'>> {
  const { total } = await db
    .selectFrom('message')
    .where('package_sha256', 'is not', null)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  let packages = 0
  let bytesRead = 0
  for (let after = ''; ; ) {
    let query = db.selectFrom('message').where('package_sha256', 'is not', null)
    if (after !== '') query = query.where('id', '>', after)
    const rows = await query
      .select(['id', 'package_sha256', 'size_bytes'])
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const { id, package_sha256, size_bytes } of rows) {
      after = id
      if (package_sha256 === null) continue
      const key = { messageId: id, sha256: package_sha256.toString('hex') }
      const problem = quick
        ? await looked(store, key, size_bytes)
        : await checkStored(store, key, (bytes) => {
            bytesRead += bytes
          })
      packages++
      onProgress?.(packages, Number(total))
      if (!(await isStillThere(db, key))) continue
      if (!quick && repair) {
        const stored = problem === 'size-differs' ? null : problem
        await db.updateTable('package_check').set({ problem: stored }).where('message_id', '=', id).execute()
      }
      if (problem !== null) found(problem, id)
    }
    if (rows.length < ROWS_AT_ONCE) return { packages, bytesRead }
  }
}

async function looked(
  store: PackageStore,
  key: PackageKey,
  sizeBytes: number,
): Promise<StoredProblem | 'size-differs' | null> {
  try {
    const open = await store.open(key)
    if (open === undefined) return 'package-missing'
    await open.close()
    if (!(await store.hasIndex(key))) return 'index-missing'
    return open.sizeBytes === sizeBytes ? null : 'size-differs'
  } catch (error) {
    if (isReadError(error)) return 'package-unreadable'
    throw error
  }
}

async function isKnown(db: Kysely<Database>, { messageId }: PackageKey): Promise<boolean> {
  const row = await db.selectFrom('message').where('id', '=', messageId).select('id').executeTakeFirst()
  return row !== undefined
}

/** Its data may have been deleted while the package was read. */
async function isStillThere(db: Kysely<Database>, { messageId, sha256 }: PackageKey): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .where('id', '=', messageId)
    .where('package_sha256', '=', Buffer.from(sha256, 'hex'))
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}
