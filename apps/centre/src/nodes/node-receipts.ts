/** Receipts that nodes sign themselves: checked when they come, kept beside the centre's own, and the keys published. */
import { X509Certificate } from 'node:crypto'
import {
  type NodeReceiptClaims,
  ProofError,
  type PublishedNodeKey,
  publicJwkOf,
  readNodeReceipt,
} from '@epacs/proof'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'

/** Clocks of hospitals are not exact; what they sign is dated by them. */
const CLOCK_DIFFERENCE_MS = 24 * 3_600_000

export interface Received {
  readonly messageId: string
  /** Of the package; null: its data is deleted. */
  readonly packageSha256: Buffer | null
  readonly isStored: boolean
  readonly receipts: readonly string[]
}

/** The first of a kind stays. @throws Problem 422 for one that is not the node's, or says what is not so */
export async function keepNodeReceipts(
  trx: Transaction<Database>,
  node: Member,
  { messageId, packageSha256, isStored, receipts }: Received,
  at: Date,
): Promise<void> {
  if (receipts.length === 0) return
  const keys = await keysOf(trx, node)
  for (const jws of receipts) {
    const { kind, keyId } = await checked(jws, keys, (claims) => {
      if (claims.message !== messageId) return 'it is of another message'
      if (claims.packageSha256 !== packageSha256?.toString('hex')) return 'it is of another package'
      if (claims.kind === 'stored' && !isStored) return 'the delivery is not reported as stored'
      if (Math.abs(claims.iat * 1000 - at.getTime()) > CLOCK_DIFFERENCE_MS)
        return 'the clock of the node is wrong'
      return undefined
    })
    await trx
      .updateTable('receipt')
      .set({ node_jws: jws })
      .where('message_id', '=', messageId)
      .where('institution_id', '=', node.institution.id)
      .where('kind', '=', kind)
      .where('node_jws', 'is', null)
      .execute()
    await publish(trx, node, keyId)
  }
}

/** Of the node's certificate, by its id. */
async function publish(trx: Transaction<Database>, node: Member, keyId: string): Promise<void> {
  for (const { publicJwk, enrolledAt } of await certifiedKeys(trx, node)) {
    if (publicJwk.kid !== keyId) continue
    await trx
      .insertInto('node_key')
      .values({
        kid: keyId,
        node_id: node.personId,
        public_jwk: JSON.stringify(publicJwk),
        created_at: enrolledAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Every node's key that ever signed a receipt which was kept, the newest first. */
export async function publishedNodeKeys(db: Kysely<Database>): Promise<readonly PublishedNodeKey[]> {
  const rows = await db
    .selectFrom('node_key')
    .innerJoin('node', 'node.id', 'node_key.node_id')
    .select(['node_key.kid', 'node_key.public_jwk', 'node_key.created_at'])
    .select(['node.id', 'node.institution_id', 'node.revoked_at'])
    .orderBy('node_key.created_at', 'desc')
    .execute()
  return rows.map(({ kid, public_jwk, created_at, id, institution_id, revoked_at }) => ({
    ...public_jwk,
    kid,
    node: id,
    institution: institution_id,
    ...timesOf(created_at, revoked_at),
  }))
}

async function checked(
  jws: string,
  keys: readonly PublishedNodeKey[],
  objection: (claims: NodeReceiptClaims) => string | undefined,
): Promise<NodeReceiptClaims & { keyId: string }> {
  let why: string | undefined
  try {
    const receipt = await readNodeReceipt(jws, { keys })
    why = objection(receipt)
    if (why === undefined) return receipt
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    why = error.message
  }
  throw new Problem(422, 'receipt-refused', `A receipt of the node is not kept: ${why}.`)
}

async function keysOf(db: Kysely<Database>, node: Member): Promise<PublishedNodeKey[]> {
  return (await certifiedKeys(db, node)).map(({ publicJwk, enrolledAt }) => ({
    ...publicJwk,
    node: node.personId,
    institution: node.institution.id,
    ...timesOf(enrolledAt, null),
  }))
}

/** Those of its certificates. Who is revoked calls no more. */
async function certifiedKeys(db: Kysely<Database>, { personId }: Member) {
  const rows = await db
    .selectFrom('node_certificate')
    .innerJoin('node', 'node.id', 'node_certificate.node_id')
    .where('node.id', '=', personId)
    .select(['node_certificate.pem', 'node.enrolled_at'])
    .execute()
  return await Promise.all(
    rows.map(async ({ pem, enrolled_at }) => ({
      publicJwk: await publicJwkOf(new X509Certificate(pem).publicKey),
      enrolledAt: enrolled_at,
    })),
  )
}

/** As far as the clock of the node may be wrong, what it signs may be dated before. */
function timesOf(enrolledAt: Date, revokedAt: Date | null) {
  const createdAt = new Date(enrolledAt.getTime() - CLOCK_DIFFERENCE_MS).toISOString()
  return revokedAt === null ? { createdAt } : { createdAt, retiredAt: revokedAt.toISOString() }
}
