/**
 * The waiting instances of a package to the PACS, also while the package is still being fetched; each answer is noted when
 * it comes, so that none is asked twice.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { AssociationError } from '@epacs/dicom/network'
import type { PacsConfig } from '../config/schema.ts'
import { orAborted, type ReadableSoFar } from '../growing-file.ts'
import type { IncomingInstance, IncomingQueue } from '../state/incoming.ts'
import { echoPacs, inGroups, keyOf, PacsAssociation } from './pacs.ts'
import { type Preparation, prepared } from './prepared.ts'

/** A failure of the PACS (0110), or an end of the association, that came so often for one instance is its last word. */
const MOST_ATTEMPTS = 8
const PROCESSING_FAILURE = 0x0110
const BREAKS: readonly AssociationError['end']['kind'][] = ['aborted', 'lost']

export interface StoringParts {
  readonly pacs: PacsConfig
  readonly queue: IncomingQueue
  readonly preparation: Preparation
}

/**
 * @param file the package: an instance is sent as soon as it is wholly there
 * @returns what is in the way of those that still wait; undefined: none does. @throws AssociationError
 */
export async function storeWaiting(
  messageId: string,
  file: ReadableSoFar,
  parts: StoringParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { pacs, queue } = parts
  // What was tried in vain comes last: it may break the association off, and the rest is not to wait for it.
  const waiting = queue.instances(messageId, 'waiting').toSorted((a, b) => a.attempts - b.attempts)
  let trouble: string | undefined
  for (const kinds of inGroups(waiting)) {
    const keys = new Set(kinds.map(keyOf))
    const own = waiting.filter((instance) => keys.has(keyOf(instance)))
    // The PACS is not called before there is something for it.
    await untilThere(file, own[0], signal)
    const association = await PacsAssociation.open(pacs, kinds)
    const abort = () => association.abort()
    signal.addEventListener('abort', abort, { once: true })
    let handle: FileHandle | undefined
    try {
      handle = await open(file.path, 'r')
      for (const instance of own) {
        await untilThere(file, instance, signal)
        trouble =
          (await storeOne(association, handle, messageId, instance, parts).catch(async (error: unknown) => {
            if (!signal.aborted) await noteBreak(error, messageId, instance, parts)
            throw error
          })) ?? trouble
      }
      await association.release()
    } catch (error) {
      association.abort()
      throw error
    } finally {
      signal.removeEventListener('abort', abort)
      await handle?.close()
    }
  }
  return trouble
}

async function untilThere(
  file: ReadableSoFar,
  instance: IncomingInstance | undefined,
  signal: AbortSignal,
): Promise<void> {
  const end = instance === undefined ? 0 : instance.offsetBytes + instance.sizeBytes
  for (;;) {
    signal.throwIfAborted()
    if (file.isSpoilt) throw new Error('the package is fetched anew')
    if (file.finalBytes >= end) return
    if (file.isWhole) throw new Error('an instance is said to lie behind the end of the package')
    await orAborted(file.changed, signal)
  }
}

async function storeOne(
  association: PacsAssociation,
  handle: FileHandle,
  messageId: string,
  instance: IncomingInstance,
  { queue, preparation }: StoringParts,
): Promise<string | undefined> {
  const { position, attempts } = instance
  const ready = await prepared(handle, instance, preparation, (kind) => association.takes(kind))
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

/** DCMTK and Orthanc abort at an object that they cannot read, in place of refusing it. */
async function noteBreak(
  error: unknown,
  messageId: string,
  { position, attempts }: IncomingInstance,
  { pacs, queue }: StoringParts,
): Promise<void> {
  if (!(error instanceof AssociationError) || !BREAKS.includes(error.end.kind)) return
  const isLastWord = attempts + 1 >= MOST_ATTEMPTS && (await answersEcho(pacs))
  const comment = `The PACS breaks the association off at it: ${error.message}`
  queue.answered(messageId, position, { state: isLastWord ? 'refused' : 'waiting', status: null, comment })
}

/** So it is not the PACS or the line that is away, but the instance that it does not take. */
async function answersEcho(pacs: PacsConfig): Promise<boolean> {
  return await echoPacs(pacs).then(
    () => true,
    () => false,
  )
}

function hex(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0')
}
