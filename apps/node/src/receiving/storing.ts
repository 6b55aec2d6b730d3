/** The waiting instances of a package to the PACS; each answer is noted when it comes, so that none is asked twice. */
import { createHash } from 'node:crypto'
import { InstanceReader } from '@epacs/dicom'
import { type OpenedPackage, openPackage } from '@epacs/package'
import type { PacsConfig } from '../config/schema.ts'
import type { IncomingInstance, IncomingQueue } from '../state/incoming.ts'
import { inGroups, keyOf, PacsAssociation } from './pacs.ts'

/** A failure of the PACS (0110) that came so often for one instance is its last word. */
const MOST_ATTEMPTS = 8
const PROCESSING_FAILURE = 0x0110

/** @returns what is in the way of those that still wait; undefined: none does. @throws AssociationError */
export async function storeWaiting(
  messageId: string,
  path: string,
  pacs: PacsConfig,
  queue: IncomingQueue,
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
          trouble = (await storeOne(association, opened, messageId, instance, queue)) ?? trouble
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
): Promise<string | undefined> {
  const { position, sopInstanceUid, sopClassUid, transferSyntaxUid, attempts } = instance
  const dataSetStart = await checkedDataSetStart(opened, instance)
  const answer = await association.store({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet: opened.readInstance(placeOf(instance), { start: dataSetStart, end: instance.sizeBytes }),
  })
  const { status, comment } = answer
  const isLastWord = status === PROCESSING_FAILURE && attempts + 1 >= MOST_ATTEMPTS
  if (answer.result === 'later' && !isLastWord) {
    queue.answered(messageId, position, { state: 'waiting', status, comment })
    return `The PACS answered ${hex(answer.status)} ${comment}`.trim()
  }
  queue.answered(messageId, position, {
    state: answer.result === 'stored' ? 'stored' : 'refused',
    status,
    comment,
  })
  return undefined
}

/** Where the data set begins behind the File Meta Information. Every byte is read, and must be what the centre took. */
async function checkedDataSetStart(opened: OpenedPackage, instance: IncomingInstance): Promise<number> {
  const hash = createHash('sha256')
  const reader = new InstanceReader()
  for await (const chunk of opened.readInstance(placeOf(instance))) {
    hash.update(chunk)
    reader.push(chunk)
  }
  if (hash.digest('hex') !== instance.sha256) {
    throw new Error(
      `instance ${instance.position} is not what the centre took: the disk of the node is not sound`,
    )
  }
  return reader.end().dataSetOffset
}

function placeOf({ offsetBytes, sizeBytes }: IncomingInstance) {
  return { offset: offsetBytes, sizeBytes }
}

function hex(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0')
}
