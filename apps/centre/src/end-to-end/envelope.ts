/** What the centre knows of an end-to-end message: that it is one, how many images its sender says it holds, who can open it. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { Type } from 'typebox'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'

const MOST_KEYS = 1000
const MOST_INSTANCES = 1_000_000

export const EndToEndEnvelopeShape = Type.Object(
  {
    instances: Type.Integer({ minimum: 1, maximum: MOST_INSTANCES, description: 'As the sender says' }),
    keys: Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }), {
      minItems: 1,
      maxItems: MOST_KEYS,
      description: "`kid` of the recipients' nodes' keys that open it, as they stand in the package's header",
    }),
  },
  {
    additionalProperties: false,
    description:
      'From nodes only: the one upload is encrypted to nodes of every recipient, and is not opened here',
  },
)

export interface EndToEndEnvelope {
  readonly instances: number
  readonly keys: readonly string[]
}

interface NewMessage {
  readonly recipients: readonly string[]
  readonly uploads: readonly string[]
  readonly documents: readonly unknown[]
  readonly note: string
  readonly declared?: readonly unknown[] | undefined
}

/**
 * Throws the problems 403 for everybody but nodes, and 422 for what would stand in the open beside it, or for a recipient
 * whose nodes have none of the keys.
 */
export async function noteEndToEnd(
  trx: Transaction<Database>,
  sender: Member,
  messageId: string,
  { instances, keys }: EndToEndEnvelope,
  { recipients, uploads, documents, note, declared = [] }: NewMessage,
): Promise<void> {
  if (sender.institution.role !== 'node') {
    throw new Problem(403, 'not-a-node', 'Only communication nodes send end-to-end encrypted messages.')
  }
  const isBare = uploads.length === 1 && documents.length === 0 && note === '' && declared.length === 0
  if (!isBare) {
    throw new Problem(
      422,
      'end-to-end-in-the-open',
      'An end-to-end encrypted message is one upload; a note, documents and declared studies travel inside it.',
    )
  }
  const { rows } = await sql<{ institution_id: string }>`
    select distinct node.institution_id from node_end_to_end_key as key join node on node.id = key.node_id
    where key.kid = any(${keys}::text[]) and node.revoked_at is null
  `.execute(trx)
  const able = new Set(rows.map(({ institution_id }) => institution_id))
  const unable = recipients.filter((id) => !able.has(id))
  if (unable.length > 0) {
    throw new Problem(
      422,
      'no-end-to-end-key',
      'A recipient has no communication node that can open this end-to-end encrypted message.',
      { recipients: unable },
    )
  }
  await trx
    .insertInto('end_to_end_message')
    .values({ message_id: messageId, instances, key_ids: [...keys] })
    .execute()
}

/** Undefined: it is none. */
export async function endToEndOf(
  db: Kysely<Database>,
  messageId: string,
): Promise<EndToEndEnvelope | undefined> {
  const row = await db
    .selectFrom('end_to_end_message')
    .where('message_id', '=', messageId)
    .select(['instances', 'key_ids'])
    .executeTakeFirst()
  return row && { instances: row.instances, keys: row.key_ids }
}

/** Throws the problem 409 for what nobody but a node can read. */
export async function refuseEndToEnd(db: Kysely<Database>, messageId: string): Promise<void> {
  if ((await endToEndOf(db, messageId)) === undefined) return
  throw new Problem(
    409,
    'end-to-end',
    "The message is encrypted end to end: only the communication nodes of the institutions can read it. Its images are at the recipient's PACS.",
  )
}
