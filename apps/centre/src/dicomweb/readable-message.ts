/** Who reads which message over DICOMweb: the rights of the mailbox, told to the audit trail once for a while. */

import type { IndexEntry } from '@epacs/package'
import type { FastifyRequest } from 'fastify'
import type { Centre } from '../centre.ts'
import { packageFor } from '../delivery/index.ts'
import { Problem } from '../http/index.ts'
import { type Member, requireMember } from '../identity/index.ts'
import { type Access, markOpened, requireAccess } from '../messages/index.ts'
import type { PackageKey } from '../storage/index.ts'
import { type InstanceScope, type MessageIndex, messageIndex } from './message-index.ts'
import { instancesNotFound } from './problems.ts'

/** A viewer asks for each frame alone: what it reads is one access as long as it goes on. */
const ONE_ACCESS_MS = 10 * 60_000
const MOST_REMEMBERED = 10_000

export interface ReadableMessage {
  readonly messageId: string
  readonly reader: Member
  readonly access: Access
  readonly key: PackageKey
  readonly index: MessageIndex
}

export interface MessageParams {
  id: string
  study?: string
  series?: string
  instance?: string
}

const recorded = new Map<string, number>()

/** Throws problems: 401, 403, 404 for a stranger, 409 without a package, 410 when the data was deleted. */
export async function readableMessage(
  centre: Centre,
  request: FastifyRequest<{ Params: MessageParams }>,
): Promise<ReadableMessage> {
  const reader = requireMember(request)
  const messageId = request.params.id
  const access = await requireAccess(centre.db, messageId, reader.institution.id)
  const { key } = await packageFor(centre.db, reader, access, messageId)
  await recordOnce(centre, reader, access, messageId)
  return { messageId, reader, access, key, index: await messageIndex(centre, key) }
}

/** At least one; throws the problem 404. */
export function instancesWithin({ index }: ReadableMessage, scope: InstanceScope): readonly IndexEntry[] {
  const entries = index.within(scope)
  if (entries.length === 0) throw instancesNotFound()
  return entries
}

export function instanceOf(message: ReadableMessage, scope: InstanceScope): IndexEntry {
  const [entry] = instancesWithin(message, scope)
  if (entry === undefined) throw instancesNotFound()
  return entry
}

async function recordOnce(centre: Centre, reader: Member, access: Access, messageId: string): Promise<void> {
  const at = centre.clock()
  const key = `${reader.personId} ${reader.institution.id} ${messageId}`
  if ((recorded.get(key) ?? 0) > at.getTime() - ONE_ACCESS_MS) return
  const action = 'dicomweb.read'
  await centre.audit.record(centre.db, { at, actor: reader, action, messageId })
  // After it is recorded: what cannot be recorded does not happen.
  if (access.asRecipient) await markOpened(centre, reader, messageId)
  recorded.delete(key)
  recorded.set(key, at.getTime())
  for (const oldest of recorded.keys()) {
    if (recorded.size <= MOST_REMEMBERED) break
    recorded.delete(oldest)
  }
}

/** PS3.18 §8.2: what the address names is not there. */
export function wrongNumber(what: string): Problem {
  return new Problem(400, 'invalid-request', `${what} is not a list of numbers from 1.`)
}
