/** How a request ends: refused by the asked, withdrawn by the asking, completed by either of them. */
import type { RequestStatus } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { lockRequest, type RequestAccess } from './access.ts'
import { mailRefusal } from './mails.ts'
import { noteRequestEvent, tellParties } from './record.ts'

/** @param reason read by the institution that asked */
export async function refuseRequest(
  centre: Centre,
  member: Member,
  id: string,
  reason: string,
): Promise<void> {
  await decide(centre, member, id, 'refused', async (trx, request) => {
    requireSide(request, 'asked')
    requireOpen(request)
    await end(trx, request, { status: 'refused', at: centre.clock(), refusal: reason.trim() })
    await mailRefusal(centre, trx, request)
  })
}

export async function withdrawRequest(centre: Centre, member: Member, id: string): Promise<void> {
  await decide(centre, member, id, 'withdrawn', async (trx, request) => {
    requireSide(request, 'asking')
    requireOpen(request)
    await end(trx, request, { status: 'withdrawn', at: centre.clock() })
  })
}

/** Nothing more is to follow what has been delivered. */
export async function completeRequest(centre: Centre, member: Member, id: string): Promise<void> {
  await decide(centre, member, id, 'answered', async (trx, request) => {
    requireOpen(request)
    const { rows } = await sql`
      select from message where answers = ${id} and status in ('delivered', 'deleted') limit 1
    `.execute(trx)
    if (rows.length === 0) {
      throw new Problem(409, 'nothing-answers', 'No message that answers the request has been delivered yet.')
    }
    await end(trx, request, { status: 'answered', at: centre.clock() })
  })
}

const ENDS = {
  refused: { what: 'refused', action: 'request.refuse' },
  withdrawn: { what: 'withdrawn', action: 'request.withdraw' },
  answered: { what: 'completed', action: 'request.complete' },
} as const

/** The same decision again changes nothing: its answer may have been lost. */
async function decide(
  centre: Centre,
  member: Member,
  id: string,
  status: keyof typeof ENDS,
  change: (trx: Transaction<Database>, request: RequestAccess) => Promise<void>,
): Promise<void> {
  const request = await centre.db.transaction().execute(async (trx) => {
    const request = await lockRequest(trx, id, member.institution.id)
    if (request.status === status) return undefined
    await change(trx, request)
    const { what, action } = ENDS[status]
    const at = centre.clock()
    await noteRequestEvent(trx, { requestId: id, at, by: member, what })
    await centre.audit.record(trx, { at, actor: member, action, details: { request: id } })
    return request
  })
  if (request !== undefined) tellParties(centre, request, { id, status })
}

export async function end(
  trx: Transaction<Database>,
  { id }: Pick<RequestAccess, 'id'>,
  { status, at, refusal }: { status: Exclude<RequestStatus, 'open'>; at: Date; refusal?: string },
): Promise<void> {
  await trx
    .updateTable('image_request')
    .set({ status, ended_at: at, ...(refusal === undefined ? {} : { refusal }) })
    .where('id', '=', id)
    .execute()
}

function requireSide(request: RequestAccess, side: RequestAccess['side']): void {
  if (request.side === side) return
  throw new Problem(
    403,
    side === 'asked' ? 'not-asked' : 'not-asking',
    side === 'asked' ? 'Only the institution that is asked can do it.' : 'Only who asked can do it.',
  )
}

function requireOpen({ status }: RequestAccess): void {
  if (status === 'open') return
  throw new Problem(409, 'request-ended', 'The request has ended already.', { status })
}
