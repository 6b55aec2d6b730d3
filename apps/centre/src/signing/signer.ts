/** What the centre signs with, whichever way its key is kept. */
import type { PublishedKey, SigningKey } from '@epacs/proof'
import type { Kysely, Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database, Notices } from '../database/index.ts'

export interface Signer {
  key(): SigningKey
  /** All that ever signed, the newest first. */
  published(db: Kysely<Database>): Promise<readonly PublishedKey[]>
  /** Where several processes share the key: learns of a change that another made. */
  readonly follow?: (notices: Notices, centre: Pick<Centre, 'log' | 'stopping'>) => Promise<void>
  /** Undefined: the key is in a file of the operator's, who replaces it there and starts the centre anew. */
  readonly rotate: Rotate | undefined
}

/** A new key from now on; `also` happens with it or not at all. */
export type Rotate = (
  at: Date,
  also: (trx: Transaction<Database>, key: SigningKey) => Promise<void>,
) => Promise<SigningKey>
