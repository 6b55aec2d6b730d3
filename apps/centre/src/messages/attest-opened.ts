/** The receipt that a recipient has opened a message: who looks at it, and who fetches its images without having looked. */
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { attest } from '../signing/index.ts'

interface Opened {
  readonly messageId: string
  readonly institutionId: string
  readonly at: Date
}

/** Of a message without a package there is nothing to attest. Resolves to the sender's institution. */
export async function attestOpened(
  centre: Centre,
  trx: Transaction<Database>,
  { messageId, institutionId, at }: Opened,
): Promise<string> {
  const message = await trx
    .selectFrom('message')
    .where('id', '=', messageId)
    .select(['sender_institution_id', 'package_sha256'])
    .executeTakeFirstOrThrow()
  if (message.package_sha256 !== null) {
    await attest(centre, trx, {
      messageId,
      recipientIds: [institutionId],
      kind: 'opened',
      at,
      sha256: message.package_sha256,
    })
  }
  return message.sender_institution_id
}
