/** The nodes that the centre knows: what they last told, and their end. */
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { type Caller, certificateCallers, type Member } from '../identity/index.ts'

/** How a node is standing, the worst word that is true of it. */
export const NODE_STANDINGS = ['revoked', 'silent', 'trouble', 'well'] as const
export type NodeStanding = (typeof NODE_STANDINGS)[number]

/** A node tells how it is doing every half a minute, at least every minute. */
export const SILENT_AFTER_MS = 5 * 60_000

export interface KnownNode {
  readonly id: string
  readonly institution: { readonly id: string; readonly name: string }
  readonly enrolledAt: string
  readonly revokedAt: string | null
  readonly lastContactAt: string | null
  readonly silent: boolean
  readonly version: string
  readonly outgoing: number
  readonly incoming: number
  readonly trouble: string | null
  readonly certificateExpiresAt: string | null
}

export interface NodeState {
  readonly version: string
  readonly outgoing: number
  readonly incoming: number
  readonly trouble: string | null
}

export interface NodesSearch {
  /** Undefined: of all institutions. */
  readonly institution?: string | undefined
  readonly state?: NodeStanding | undefined
}

/** @param at now */
export async function listNodes(
  db: Kysely<Database>,
  at: Date,
  { institution, state }: NodesSearch,
  { pageSize, offset }: { readonly pageSize: number; readonly offset: number },
): Promise<{ items: readonly KnownNode[]; total: number }> {
  const { rows, total } = await asOfOneMoment(db, async (trx) => {
    let nodes = trx.selectFrom('node').innerJoin('institution', 'institution.id', 'node.institution_id')
    if (institution !== undefined) nodes = nodes.where('node.institution_id', '=', institution)
    if (state !== undefined) {
      const heardAfter = new Date(at.getTime() - SILENT_AFTER_MS)
      nodes = nodes.where(
        sql<string>`case when node.revoked_at is not null then 'revoked'
          when coalesce(node.last_contact_at, node.enrolled_at) < ${heardAfter} then 'silent'
          when node.trouble is not null then 'trouble' else 'well' end`,
        '=',
        state,
      )
    }
    const count = await nodes.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    const rows = await nodes
      .selectAll('node')
      .select([
        'institution.name',
        sql<Date | null>`(select max(expires_at) from node_certificate where node_id = node.id)`.as(
          'certificate_expires_at',
        ),
      ])
      .orderBy(sql`institution.name collate czech`)
      .orderBy('node.id')
      .limit(pageSize)
      .offset(offset)
      .execute()
    return { rows, ...count }
  })
  const items = rows.map((row) => ({
    id: row.id,
    institution: { id: row.institution_id, name: row.name },
    enrolledAt: row.enrolled_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastContactAt: row.last_contact_at?.toISOString() ?? null,
    silent:
      row.revoked_at === null &&
      at.getTime() - (row.last_contact_at ?? row.enrolled_at).getTime() > SILENT_AFTER_MS,
    version: row.version,
    outgoing: row.outgoing,
    incoming: row.incoming,
    trouble: row.trouble,
    certificateExpiresAt: row.certificate_expires_at?.toISOString() ?? null,
  }))
  return { items, total }
}

/** The node's own word about how it is doing. */
export async function noteContact(centre: Centre, node: Member, state: NodeState): Promise<void> {
  await centre.db
    .updateTable('node')
    .set({ ...state, last_contact_at: centre.clock() })
    .where('id', '=', node.personId)
    .execute()
}

/**
 * Its certificates serve no more, from now on, and what it had taken on and not settled waits again: the institution's
 * other nodes are told. Revoking it again changes nothing.
 */
export async function revokeNode(centre: Centre, operator: Caller, id: string): Promise<void> {
  const freed = await centre.db.transaction().execute(async (trx) => {
    const at = centre.clock()
    const row = await trx
      .selectFrom('node')
      .where('id', '=', id)
      .select('revoked_at')
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw new Problem(404, 'node-not-found', 'There is no such node.')
    if (row.revoked_at !== null) return []
    await trx
      .updateTable('node')
      .set({ revoked_at: at, revoked_by: operator.personId })
      .where('id', '=', id)
      .execute()
    await centre.audit.record(trx, { at, actor: operator, action: 'node.revoke', details: { node: id } })
    return await trx
      .selectFrom('node_delivery')
      .innerJoin('delivery', (join) =>
        join
          .onRef('delivery.message_id', '=', 'node_delivery.message_id')
          .onRef('delivery.institution_id', '=', 'node_delivery.institution_id'),
      )
      .where('node_delivery.node_id', '=', id)
      .where('node_delivery.settled_at', 'is', null)
      .select(['delivery.message_id', 'delivery.institution_id', 'delivery.status'])
      // A node asks for all that waits as soon as it hears of one.
      .limit(1)
      .execute()
  })
  certificateCallers(centre).forget()
  for (const { message_id, institution_id, status } of freed) {
    centre.events.publish([institution_id], { type: 'message', id: message_id, status })
  }
}
