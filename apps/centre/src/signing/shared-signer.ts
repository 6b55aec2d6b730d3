/** The signing key that all processes share, sealed in the database. */
import { keyInPem, newKeyPem } from '@epacs/proof'
import type { Kysely } from 'kysely'
import type { Database, Notices } from '../database/index.ts'
import type { SharedKeys } from '../sealed-keys/index.ts'
import { publish, publishedKeys } from './published-keys.ts'
import type { Signer } from './signer.ts'

const CHANNEL = 'epacs_signing_key'
/** When the notice is lost. */
const LOOK_EVERY_MS = 20_000
/** So long after a change another process may sign with the key before: it is told to have retired after that. */
const LATE_MS = 60_000

/** @param before of this process, in a file, from before the key was shared */
export async function openSharedSigner(
  keys: SharedKeys,
  db: Kysely<Database>,
  before: string | undefined,
  at: Date,
): Promise<Signer> {
  let current = await keyInPem(await keys.open('signing', before, async () => newKeyPem()))
  await db.transaction().execute((trx) => publish(trx, current, at))
  const look = async () => {
    current = await keyInPem(await keys.read('signing'))
  }
  let tell: Notices['tell'] = async () => {}
  return {
    key: () => current,
    published: publishedKeys,
    async rotate(now, also) {
      const pem = newKeyPem()
      const next = await keyInPem(pem)
      await db.transaction().execute(async (trx) => {
        await keys.replace(trx, 'signing', pem)
        await trx
          .updateTable('signing_key')
          .set({ retired_at: new Date(now.getTime() + LATE_MS) })
          .where('retired_at', 'is', null)
          .execute()
        await publish(trx, next, now)
        await also(trx, next)
      })
      current = next
      await tell(CHANNEL, '')
      return next
    },
    async follow(notices, { log, stopping }) {
      tell = (channel, payload) => notices.tell(channel, payload)
      const lookNow = () => {
        look().catch((error) => log.error({ err: error }, 'the signing key could not be read again'))
      }
      await notices.listen(CHANNEL, lookNow)
      const timer = setInterval(lookNow, LOOK_EVERY_MS)
      timer.unref()
      stopping.addEventListener('abort', () => clearInterval(timer))
    },
  }
}
