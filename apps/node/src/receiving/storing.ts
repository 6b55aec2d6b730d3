/** The waiting instances of a package to the PACS; each answer is noted when it comes, so that none is asked twice. */
import { type OpenedPackage, openPackage } from '@epacs/package'
import type { PacsConfig } from '../config/schema.ts'
import type { IncomingInstance, IncomingQueue } from '../state/incoming.ts'
import { inGroups, keyOf, PacsAssociation } from './pacs.ts'
import { type Preparation, prepared } from './prepared.ts'

/** A failure of the PACS (0110) that came so often for one instance is its last word. */
const MOST_ATTEMPTS = 8
const PROCESSING_FAILURE = 0x0110

/** @returns what is in the way of those that still wait; undefined: none does. @throws AssociationError */
export async function storeWaiting(
  messageId: string,
  path: string,
  pacs: PacsConfig,
  queue: IncomingQueue,
  preparation: Preparation,
  signal: AbortSignal,
): Promise<string | undefined> {
  const waiting = queue.instances(messageId, 'waiting')
  const opened = await openPackage(path)
  let trouble: string | undefined
  try {
    for (const kinds of inGroups(waiting)) {
      const keys = new Set(kinds.map(keyOf))
      const association = await PacsAssociation.open(pacs, kinds)
      const abort = () => association.abort()
      signal.addEventListener('abort', abort, { once: true })
      try {
        signal.throwIfAborted()
        for (const instance of waiting) {
          if (!keys.has(keyOf(instance))) continue
          trouble = (await storeOne(association, opened, messageId, instance, queue, preparation)) ?? trouble
        }
        await association.release()
      } catch (error) {
        association.abort()
        throw error
      } finally {
        signal.removeEventListener('abort', abort)
      }
    }
  } finally {
    await opened.close()
  }
  return trouble
}

async function storeOne(
  association: PacsAssociation,
  opened: OpenedPackage,
  messageId: string,
  instance: IncomingInstance,
  queue: IncomingQueue,
  preparation: Preparation,
): Promise<string | undefined> {
  const { position, attempts } = instance
  const open = (range?: { readonly start: number; readonly end: number }) =>
    opened.readInstance(placeOf(instance), range)
  const ready = await prepared({ instance, open }, preparation, (kind) => association.takes(kind))
  if ('refused' in ready) {
    queue.answered(messageId, position, { state: 'refused', status: null, comment: ready.refused })
    return undefined
  }
  const answer = await association.store(ready.object).finally(ready.letGo)
  const { status, comment } = answer
  const isLastWord = status === PROCESSING_FAILURE && attempts + 1 >= MOST_ATTEMPTS
  if (answer.result === 'later' && !isLastWord) {
    queue.answered(messageId, position, { state: 'waiting', status, comment })
    return `The PACS answered ${hex(answer.status)} ${comment}`.trim()
  }
  if (ready.isDecompressed && answer.result === 'stored') queue.noteDecompressed(messageId)
  queue.answered(messageId, position, {
    state: answer.result === 'stored' ? 'stored' : 'refused',
    status,
    comment,
  })
  return undefined
}

function placeOf({ offsetBytes, sizeBytes }: IncomingInstance) {
  return { offset: offsetBytes, sizeBytes }
}

function hex(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0')
}
