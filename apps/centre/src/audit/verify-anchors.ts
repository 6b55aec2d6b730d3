/** Whether the trail still is what was signed of it: by the anchors that are in it, and by those that were kept elsewhere. */
import { type KeySet, ProofError, readAnchor, UnknownKeyError } from '@epacs/proof'
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { ANCHOR } from './anchor.ts'

const ANCHORS_AT_ONCE = 500

export interface AnchorFault {
  /** Where it was found: the position of its event, or the file. */
  readonly of: string
  /**
   * unsigned: it is no anchor that one of the keys has signed. unknown-key: signed with a key that is not among them. cut-off: the trail is shorter than it was. differs: another
   * event stands where the trail ended then.
   */
  readonly problem: 'unsigned' | 'unknown-key' | 'cut-off' | 'differs'
}

export interface VerifiedAnchors {
  readonly anchors: number
  readonly faults: readonly AnchorFault[]
}

interface Kept {
  /** Name of its file. */
  readonly of: string
  readonly jws: string
}

export async function verifyAnchors(
  db: Kysely<Database>,
  keys: KeySet,
  keptElsewhere: readonly Kept[],
): Promise<VerifiedAnchors> {
  const faults: AnchorFault[] = []
  let anchors = 0
  const check = async ({ of, jws }: Kept) => {
    anchors++
    const problem = await problemOf(db, keys, jws)
    if (problem !== undefined) faults.push({ of, problem })
  }
  for (const each of keptElsewhere) await check(each)
  for (let position = 0; ; ) {
    const rows = await db
      .selectFrom('audit_event')
      .select(['position', 'details'])
      .where('action', '=', ANCHOR)
      .where('position', '>', position)
      .orderBy('position')
      .limit(ANCHORS_AT_ONCE)
      .execute()
    for (const row of rows) await check({ of: `event ${row.position}`, jws: String(row.details.anchor) })
    const last = rows.at(-1)
    if (last === undefined || rows.length < ANCHORS_AT_ONCE) return { anchors, faults }
    position = last.position
  }
}

async function problemOf(
  db: Kysely<Database>,
  keys: KeySet,
  jws: string,
): Promise<AnchorFault['problem'] | undefined> {
  const anchor = await readAnchor(jws, keys).catch((error: unknown) => {
    if (error instanceof UnknownKeyError) return 'unknown-key'
    if (error instanceof ProofError) return 'unsigned'
    throw error
  })
  if (typeof anchor === 'string') return anchor
  const event = await db
    .selectFrom('audit_event')
    .select('sha256')
    .where('position', '=', anchor.position)
    .executeTakeFirst()
  if (event === undefined) return 'cut-off'
  return event.sha256.toString('hex') === anchor.sha256 ? undefined : 'differs'
}
