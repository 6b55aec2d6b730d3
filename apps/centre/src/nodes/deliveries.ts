/** Deliveries as a recipient's node sees them: which wait for it, and what it tells about them. */
import { canMoveDelivery, type DeliveryStatus } from '@epacs/exchange'
import { sql } from 'kysely'
import type { AuditEntry } from '../audit/index.ts'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { messageNotFound, noteEvent } from '../messages/index.ts'
import { attest } from '../signing/index.ts'
import { keepNodeReceipts } from './node-receipts.ts'

export interface WaitingDelivery {
  readonly message: string
  readonly sender: { readonly id: string; readonly name: string }
  readonly urgent: boolean
  /** The message whose later images it holds. */
  readonly supplementTo: string | null
  /** Id of the upload that it was, where a node sent it: its images may have been read while they came. */
  readonly arrivedAs: string | null
  readonly createdAt: string
  readonly sizeBytes: number
  readonly instances: number
  readonly status: DeliveryStatus
  /** Encrypted end to end, and whose keys open it; undefined: it is not. */
  readonly endToEnd: { readonly keys: readonly string[] } | undefined
  /** Of the message's trace; undefined: nothing is traced. */
  readonly traceparent: string | undefined
}

/** What the PACS said about an instance that it did not take. */
export interface Refusal {
  readonly sopInstanceUid: string
  /** PS3.7 annex C; null: it was never asked, since it takes no such class or encoding. */
  readonly status: number | null
  readonly comment: string
}

export interface AtOnePacs {
  readonly name: string
  readonly waiting: number
  readonly stored: number
  readonly refused: number
}

export interface DeliveryReport {
  /** Null: it stays as it is. */
  readonly status: 'forwarded' | 'stored' | 'committed' | null
  readonly stored: number
  readonly refused: readonly Refusal[]
  /** Where the node stores into several: then what is stored is so at each that is to have it. */
  readonly pacs?: readonly AtOnePacs[]
  /** The node does nothing more about it. */
  readonly settled: boolean
  /** Of those that are stored: in Explicit VR Little Endian, since the PACS does not take them compressed. */
  readonly decompressed?: number
  /** A person at the node is to say under which patient it goes to the PACS. */
  readonly waitsForDecision?: boolean
  /** JWS that the node has signed: of what it has received, of what its PACS has. */
  readonly receipts?: readonly string[]
}

/**
 * Urgent ones first, then the oldest. Not among them: what came before the node was enrolled (people have dealt with
 * it), what is settled, and what another node of the institution has taken on. What a node had taken on that was revoked
 * is every node's again, also of one that was enrolled to replace it.
 */
export async function waitingFor(
  { db, tracing }: Pick<Centre, 'db' | 'tracing'>,
  node: Member,
  mostItems: number,
): Promise<readonly WaitingDelivery[]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('message', 'message.id', 'delivery.message_id')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .innerJoin('node', (join) => join.on('node.id', '=', node.personId))
    .leftJoin('node_delivery', (join) =>
      join
        .onRef('node_delivery.message_id', '=', 'delivery.message_id')
        .onRef('node_delivery.institution_id', '=', 'delivery.institution_id'),
    )
    .leftJoin('node as holder', 'holder.id', 'node_delivery.node_id')
    .leftJoin('end_to_end_message as sealed', 'sealed.message_id', 'message.id')
    .where('delivery.institution_id', '=', node.institution.id)
    .where('delivery.status', 'in', ['delivered', 'opened', 'downloaded', 'forwarded', 'stored'])
    .where('node_delivery.settled_at', 'is', null)
    // A node of an earlier version would take it for a package of images.
    .where(
      sql<boolean>`(sealed.message_id is null
        or exists (select from node_end_to_end_key where node_id = ${node.personId}))`,
    )
    .where((eb) =>
      eb.or([
        eb('holder.revoked_at', 'is not', null),
        eb('node_delivery.node_id', '=', node.personId),
        eb.and([
          eb('node_delivery.node_id', 'is', null),
          eb('delivery.created_at', '>=', eb.ref('node.enrolled_at')),
        ]),
      ]),
    )
    .select([
      'message.id',
      'message.urgent',
      'message.supplement_to',
      'message.arrived_as',
      'message.created_at',
      'message.size_bytes',
      'message.instances',
      'message.idempotency_key',
      'sealed.key_ids',
      'delivery.status',
      'institution.id as sender_id',
      'institution.name as sender_name',
    ])
    .orderBy('message.urgent', 'desc')
    .orderBy('message.created_at')
    .limit(mostItems)
    .execute()
  return rows.map((row) => ({
    message: row.id,
    sender: { id: row.sender_id, name: row.sender_name },
    urgent: row.urgent,
    supplementTo: row.supplement_to,
    arrivedAs: row.arrived_as,
    createdAt: row.created_at.toISOString(),
    sizeBytes: row.size_bytes,
    instances: row.instances,
    status: row.status,
    endToEnd: row.key_ids === null ? undefined : { keys: row.key_ids },
    traceparent: tracing.ofMessage([row.idempotency_key, row.id]),
  }))
}

/**
 * What the node tells replaces what it told before; the status moves forward only, so a report that comes twice or late
 * changes nothing. Throws 404 for what is not in the mailbox, 409 for what another node has taken on.
 */
export async function noteReport(
  centre: Centre,
  node: Member,
  messageId: string,
  report: DeliveryReport,
): Promise<void> {
  const institutionId = node.institution.id
  const at = centre.clock()
  const moved = await centre.db.transaction().execute(async (trx) => {
    const delivery = await trx
      .selectFrom('delivery')
      .innerJoin('message', 'message.id', 'delivery.message_id')
      .where('delivery.message_id', '=', messageId)
      .where('delivery.institution_id', '=', institutionId)
      .select(['delivery.status', 'message.sender_institution_id', 'message.package_sha256'])
      .forUpdate('delivery')
      .executeTakeFirst()
    if (delivery === undefined || !isThere(delivery.status)) throw messageNotFound()
    const refused = Object.fromEntries(
      report.refused.map(({ sopInstanceUid, status, comment }) => [sopInstanceUid, { status, comment }]),
    )
    const values = {
      node_id: node.personId,
      stored: report.stored,
      refused: JSON.stringify(refused),
      settled_at: report.settled ? at : null,
      at_each: JSON.stringify(report.pacs ?? []),
      decompressed: report.decompressed ?? 0,
      waits_for_decision: report.waitsForDecision === true,
    }
    const kept = await trx
      .insertInto('node_delivery')
      .values({ message_id: messageId, institution_id: institutionId, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(['message_id', 'institution_id'])
          .doUpdateSet(values)
          .where(sql<boolean>`node_delivery.node_id = ${node.personId}
            or exists (select from node where node.id = node_delivery.node_id and node.revoked_at is not null)`),
      )
      .returning('message_id')
      .executeTakeFirst()
    if (kept === undefined) {
      throw new Problem(409, 'other-node', 'Another node of the institution has taken this delivery on.')
    }
    const told: AuditEntry[] = []
    if (report.status === null && report.settled) {
      const details = { stored: report.stored }
      told.push({ at, actor: node, action: 'node.delivery-left', messageId, details })
    }
    const steps = stepsTo(delivery.status, report.status)
    for (const status of steps) {
      await trx
        .updateTable('delivery')
        .set({ status, at })
        .where('message_id', '=', messageId)
        .where('institution_id', '=', institutionId)
        .execute()
      await noteEvent(trx, { messageId, at, actor: node.personName, what: status, institutionId })
      if (status === 'stored' && delivery.package_sha256 !== null) {
        const recipientIds = [institutionId]
        await attest(centre, trx, {
          messageId,
          recipientIds,
          kind: 'stored',
          at,
          sha256: delivery.package_sha256,
        })
      }
      const details = { stored: report.stored, refused: report.refused.length }
      told.push({ at, actor: node, action: `delivery.${status}`, messageId, details })
    }
    const reached = steps.at(-1) ?? delivery.status
    await keepNodeReceipts(
      trx,
      node,
      {
        messageId,
        packageSha256: delivery.package_sha256,
        isStored: reached === 'stored' || reached === 'committed',
        receipts: report.receipts ?? [],
      },
      at,
    )
    // Last: whoever waits for the end of the trail may hold what the steps above wait for.
    for (const entry of told) await centre.audit.record(trx, entry)
    return { senderId: delivery.sender_institution_id, status: steps.at(-1) ?? delivery.status }
  })
  const { senderId, status } = moved
  centre.events.publish([senderId, institutionId], { type: 'message', id: messageId, status })
}

const NODE_STATUSES = ['forwarded', 'stored', 'committed'] as const
type NodeStatus = (typeof NODE_STATUSES)[number]

function isThere(status: DeliveryStatus): boolean {
  return canMoveDelivery(status, 'forwarded') || NODE_STATUSES.some((each) => each === status)
}

/** The moves from one status to another, each a legal one; none when it is there or beyond. */
function stepsTo(from: DeliveryStatus, to: DeliveryReport['status']): readonly NodeStatus[] {
  if (to === null) return []
  const steps: NodeStatus[] = []
  let current = from
  for (const next of NODE_STATUSES.slice(0, NODE_STATUSES.indexOf(to) + 1)) {
    if (!canMoveDelivery(current, next)) continue
    steps.push(next)
    current = next
  }
  return steps
}
