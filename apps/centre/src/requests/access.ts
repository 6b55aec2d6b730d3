/** Who may read a request: members of the institution that asks and of the one that is asked. */
import type { RequestStatus } from '@epacs/exchange'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { RequestParties } from './record.ts'

export interface RequestAccess extends RequestParties {
  readonly id: string
  readonly status: RequestStatus
  readonly isOpened: boolean
  readonly side: 'asking' | 'asked'
}

function rowOf(db: Kysely<Database>, id: string) {
  return db
    .selectFrom('image_request')
    .where('id', '=', id)
    .select(['id', 'status', 'opened_at', 'asking_institution_id', 'asked_institution_id'])
}

/** Throws a 404 problem for everybody else: a stranger learns not even that the request exists. */
export async function requireRequest(
  db: Kysely<Database>,
  id: string,
  institutionId: string,
): Promise<RequestAccess> {
  return accessOf(await rowOf(db, id).executeTakeFirst(), institutionId)
}

/** The same, locked until the transaction ends. */
export async function lockRequest(
  trx: Transaction<Database>,
  id: string,
  institutionId: string,
): Promise<RequestAccess> {
  return accessOf(await rowOf(trx, id).forNoKeyUpdate().executeTakeFirst(), institutionId)
}

function accessOf(
  row: Awaited<ReturnType<ReturnType<typeof rowOf>['executeTakeFirst']>>,
  institutionId: string,
): RequestAccess {
  const isParty = row?.asking_institution_id === institutionId || row?.asked_institution_id === institutionId
  if (row === undefined || !isParty) {
    throw new Problem(404, 'request-not-found', 'There is no such request.')
  }
  return {
    id: row.id,
    status: row.status,
    isOpened: row.opened_at !== null,
    askingId: row.asking_institution_id,
    askedId: row.asked_institution_id,
    side: row.asking_institution_id === institutionId ? 'asking' : 'asked',
  }
}
