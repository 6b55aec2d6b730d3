/** What was signed with keys that a process, or nobody, has: a new one beside them would be taken for a forgery. */
import { keyInPem } from '@epacs/proof'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import type { KeyName } from './key-name.ts'

/** Whether this centre had a key of this name, and what it signed still counts. */
export async function hadOne(trx: Transaction<Database>, name: KeyName): Promise<boolean> {
  if (name === 'signing') {
    const key = trx.selectFrom('signing_key').where('retired_at', 'is', null).select('kid').limit(1)
    return (await key.executeTakeFirst()) !== undefined
  }
  if (name === 'webhook-secrets') {
    const sealed = trx.selectFrom('webhook').where('sealed_secret', 'is not', null).select('id').limit(1)
    return (await sealed.executeTakeFirst()) !== undefined
  }
  const certificate = trx
    .selectFrom('node_certificate')
    .where('expires_at', '>', sql<Date>`now()`)
    .select('node_id')
    .limit(1)
  return (await certificate.executeTakeFirst()) !== undefined
}

/** Whether others check with it: one of before a change of the shared key lies in files on and is not used. */
export async function isStillUsed(trx: Transaction<Database>, name: KeyName, pem: string): Promise<boolean> {
  if (name !== 'signing') return true
  const { keyId } = await keyInPem(pem)
  const published = await trx
    .selectFrom('signing_key')
    .where('kid', '=', keyId)
    .where('retired_at', 'is', null)
    .select('kid')
    .executeTakeFirst()
  return published !== undefined
}
