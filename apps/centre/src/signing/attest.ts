/** Receipts, kept in the transaction that makes true what they say. */
import { type ReceiptKind, signReceipt } from '@epacs/proof'
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'

export interface Attested {
  readonly messageId: string
  /** Ids of the institutions at which it happened. */
  readonly recipientIds: readonly string[]
  readonly kind: ReceiptKind
  readonly at: Date
  /** Of the package. */
  readonly sha256: Buffer
}

/** The first receipt of a kind stays: what happens again is attested already. */
export async function attest(
  { signer, config }: Pick<Centre, 'signer' | 'config'>,
  trx: Transaction<Database>,
  { messageId, recipientIds, kind, at, sha256 }: Attested,
): Promise<void> {
  if (recipientIds.length === 0) return
  const key = signer.key()
  const rows = await Promise.all(
    recipientIds.map(async (recipient) => ({
      message_id: messageId,
      institution_id: recipient,
      kind,
      at,
      jws: await signReceipt(key, {
        iss: config.portal.publicUrl,
        iat: Math.floor(at.getTime() / 1000),
        message: messageId,
        kind,
        recipient,
        packageSha256: sha256.toString('hex'),
        at: at.toISOString(),
      }),
    })),
  )
  await trx
    .insertInto('receipt')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
