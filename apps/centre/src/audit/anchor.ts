/**
 * The daily anchor: the end of the trail, signed, as an event of the trail itself. With the trail it goes to the audit repository,
 * where nobody who rules this database can take it back.
 */
import { signAnchor } from '@epacs/proof'
import type { Centre } from '../centre.ts'
import { lockedEnd } from './chain.ts'

export const ANCHOR = 'audit.anchor'

/** Nothing, when nothing has happened since the last one. */
export async function anchorTrail({
  db,
  audit,
  clock,
  signer,
  config,
}: Pick<Centre, 'db' | 'audit' | 'clock' | 'signer' | 'config'>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { position, sha256 } = await lockedEnd(trx)
    if (position === 0) return
    const { action } = await trx
      .selectFrom('audit_event')
      .select('action')
      .where('position', '=', position)
      .executeTakeFirstOrThrow()
    if (action === ANCHOR) return
    const at = clock()
    const anchor = await signAnchor(signer.key(), {
      iss: config.portal.publicUrl,
      iat: Math.floor(at.getTime() / 1000),
      position,
      sha256: sha256.toString('hex'),
    })
    await audit.record(trx, { at, actor: null, action: ANCHOR, details: { anchor } })
  })
}
