/** Whom an upload may go to before it is a message: those who a message to would be taken for, and who have one node. */
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { type Announcement, arrivingUploads } from '../uploads/index.ts'
import type { AnnouncementBody } from './schemas.ts'

/**
 * @returns ids of the recipients whose nodes may read it
 * @throws Problem 404: no open upload of the node; 422: an institution without a mailbox
 */
export async function announce(
  centre: Centre,
  sender: Member,
  uploadId: string,
  { recipients, urgent = false }: AnnouncementBody,
): Promise<readonly string[]> {
  const uploads = await arrivingUploads(centre)
  if (uploads === undefined) return []
  if (!(await uploads.isOpen(sender, uploadId))) {
    throw new Problem(404, 'upload-not-found', 'There is no such upload of yours that still comes.')
  }
  const known = await mailboxes(centre, recipients)
  if (known.length < recipients.length) {
    throw new Problem(422, 'unknown-recipient', 'No institution with a mailbox has this id.')
  }
  const takers = known.filter(({ hasSpace, nodes }) => hasSpace && nodes === 1).map(({ id }) => id)
  if (takers.length === 0) {
    uploads.arriving.end(uploadId, 'abandoned')
    return []
  }
  const { id, name } = sender.institution
  const { personId: node } = sender
  uploads.arriving.announce({ id: uploadId, node, sender: { id, name }, recipients: takers, urgent })
  centre.events.publish(takers, { type: 'arriving', id: uploadId })
  return takers
}

/** Why nothing is given to the node's institution while it comes; null: it is. */
export async function unavailableTo(
  centre: Centre,
  { institution }: Member,
): Promise<'several-nodes' | 'shared-store' | null> {
  if ((await arrivingUploads(centre)) === undefined) return 'shared-store'
  const [own] = await mailboxes(centre, [institution.id])
  return own !== undefined && own.nodes > 1 ? 'several-nodes' : null
}

/**
 * Whether the node that sends it may still send. What it sent before it was revoked is no message, and nobody can make one of it any
 * more: then nothing more of it is given.
 */
export async function maySendOn({ db }: Centre, { node }: Announcement): Promise<boolean> {
  const row = await db
    .selectFrom('node')
    .where('id', '=', node)
    .where('revoked_at', 'is', null)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

interface MailboxRow {
  readonly id: string
  readonly hasSpace: boolean
  /** That serve: with several of them the PACS could get images from two. */
  readonly nodes: number
}

async function mailboxes({ db }: Centre, ids: readonly string[]): Promise<readonly MailboxRow[]> {
  const { rows } = await sql<MailboxRow>`
    select institution_id as id, used_bytes < quota_bytes as "hasSpace",
      (select count(*)::int from node
        where node.institution_id = mailbox.institution_id and node.revoked_at is null) as nodes
    from mailbox where institution_id = any(${ids}::uuid[])
  `.execute(db)
  return rows
}
