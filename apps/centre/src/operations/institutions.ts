/** Every institution as operators see it: how it is connected, who acts for it, how full its mailbox is. */
import type { Connection, InstitutionKind } from '@epacs/exchange'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { wordsOccur } from '../directory/index.ts'
import type { PagePosition } from '../http/index.ts'
import { NEARLY_FULL } from './space.ts'

/** The first that is true, in this order. */
export const INSTITUTION_STATES = ['without-mailbox', 'nobody-acts', 'nearly-full', 'well'] as const
export type InstitutionState = (typeof INSTITUTION_STATES)[number]

export const INSTITUTION_SORTS = ['name', 'used', 'members', 'joined'] as const
export const INSTITUTION_ORDERS = ['ascending', 'descending'] as const

export interface InstitutionSearch {
  readonly q?: string
  readonly kind?: InstitutionKind
  readonly connection?: Connection
  readonly state?: InstitutionState
  readonly sort?: (typeof INSTITUTION_SORTS)[number]
  readonly order?: (typeof INSTITUTION_ORDERS)[number]
}

export interface KnownInstitution {
  readonly id: string
  readonly name: string
  readonly kind: InstitutionKind
  readonly city: string
  readonly country: string
  readonly connection: Connection
  readonly state: InstitutionState
  readonly joinedAt: string
  readonly members: number
  /** That serve. */
  readonly nodes: number
  /** Null: no mailbox. */
  readonly mailbox: { readonly quotaBytes: number; readonly usedBytes: number } | null
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

const members = sql<number>`
  (select count(*)::int from membership where membership.institution_id = institution.id)`
const nodes = sql<number>`
  (select count(*)::int from node where node.institution_id = institution.id and node.revoked_at is null)`
const state = sql<InstitutionState>`case
  when mailbox.institution_id is null then 'without-mailbox'
  when ${members} = 0 and ${nodes} = 0 then 'nobody-acts'
  when mailbox.used_bytes >= ${NEARLY_FULL}::float8 * mailbox.quota_bytes then 'nearly-full'
  else 'well' end`

const sortedBy: Readonly<Record<(typeof INSTITUTION_SORTS)[number], RawBuilder<unknown>>> = {
  name: sql`institution.name collate czech`,
  used: sql`coalesce(mailbox.used_bytes, -1)`,
  members,
  joined: sql`institution.created_at`,
}

export async function listKnownInstitutions(
  trx: Transaction<Database>,
  { q = '', kind, connection, state: wanted, sort = 'name', order }: InstitutionSearch,
  { pageSize, offset }: PagePosition,
): Promise<{ items: readonly KnownInstitution[]; total: number }> {
  let matching = trx.selectFrom('institution').leftJoin('mailbox', 'mailbox.institution_id', 'institution.id')
  if (kind !== undefined) matching = matching.where('institution.kind', '=', kind)
  if (connection !== undefined) matching = matching.where('institution.connection', '=', connection)
  if (wanted !== undefined) matching = matching.where(state, '=', wanted)
  for (const occurs of wordsOccur(q)) matching = matching.where(occurs)
  const direction = order ?? (sort === 'name' ? 'ascending' : 'descending')
  const { total } = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
  const rows = await matching
    .select([
      'institution.id',
      'institution.name',
      'institution.kind',
      'institution.city',
      'institution.country',
      'institution.connection',
      'institution.created_at',
      'institution.latitude',
      'institution.longitude',
      'mailbox.quota_bytes',
      'mailbox.used_bytes',
      members.as('members'),
      nodes.as('nodes'),
      state.as('state'),
    ])
    .orderBy(sortedBy[sort], direction === 'ascending' ? 'asc' : 'desc')
    .orderBy('institution.id')
    .limit(pageSize)
    .offset(offset)
    .execute()
  return {
    total,
    items: rows.map(({ created_at, latitude, longitude, quota_bytes, used_bytes, ...row }) => ({
      ...row,
      joinedAt: created_at.toISOString(),
      mailbox:
        quota_bytes === null || used_bytes === null
          ? null
          : { quotaBytes: quota_bytes, usedBytes: used_bytes },
      position: latitude === null || longitude === null ? null : { latitude, longitude },
    })),
  }
}
