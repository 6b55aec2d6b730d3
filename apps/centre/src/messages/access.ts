/** Who may read a message: members of the sending institution, and of those it was delivered to. */
import { IN_MAILBOX } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'

export interface Access {
  readonly asSender: boolean
  readonly asRecipient: boolean
}

/** Undefined: this institution may not read it, or there is no such message. */
export async function findAccess(
  db: Kysely<Database>,
  messageId: string,
  institutionId: string,
): Promise<Access | undefined> {
  const row = await db
    .selectFrom('message')
    .leftJoin('delivery', (join) =>
      join
        .onRef('delivery.message_id', '=', 'message.id')
        .on('delivery.institution_id', '=', institutionId)
        .on('delivery.status', 'in', [...IN_MAILBOX]),
    )
    .where('message.id', '=', messageId)
    .select([
      sql<boolean>`message.sender_institution_id = ${institutionId}`.as('as_sender'),
      sql<boolean>`delivery.message_id is not null`.as('as_recipient'),
    ])
    .executeTakeFirst()
  if (row === undefined || !(row.as_sender || row.as_recipient)) return undefined
  return { asSender: row.as_sender, asRecipient: row.as_recipient }
}

/** Throws a 404 problem for everybody else: a stranger learns not even that the message exists. */
export async function requireAccess(
  db: Kysely<Database>,
  messageId: string,
  institutionId: string,
): Promise<Access> {
  const access = await findAccess(db, messageId, institutionId)
  if (access === undefined) throw messageNotFound()
  return access
}

export function messageNotFound(): Problem {
  return new Problem(404, 'message-not-found', 'There is no such message.')
}
