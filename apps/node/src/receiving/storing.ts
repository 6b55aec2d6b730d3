/**
 * The instances of a package that wait for one PACS, also while the package is still being fetched; each answer is noted when
 * it comes, so that none is asked twice.
 */
import { AssociationError } from '@epacs/dicom/network'
import type { OpenedFile } from '@epacs/package'
import type { PacsConfig } from '../config/schema.ts'
import { openSoFar, orAborted, type ReadableSoFar } from '../growing-file.ts'
import type { IncomingInstance, IncomingQueue } from '../state/incoming.ts'
import { CutShort } from './checked-instance.ts'
import { inGroups, type Kind, keyOf, type PacsConnection } from './pacs.ts'
import { isAnswering, openPacs } from './pacs-ways.ts'
import { type Preparation, type Prepared, prepared } from './prepared.ts'
import { PacsBroke } from './stow-pacs.ts'

/** A failure of the PACS (0110), or an end of the association, that came so often for one instance is its last word. */
const MOST_ATTEMPTS = 8
/** A PACS that breaks off so often with nothing stored in between is given a pause. */
const MOST_BREAKS = 3
const PROCESSING_FAILURE = 0x0110

export interface StoringParts {
  readonly pacs: PacsConfig
  readonly queue: IncomingQueue
  readonly preparation: Preparation
  /** The PACS is about to be called, or has answered. */
  readonly onHeard: () => void
}

/**
 * @param file the package: an instance is sent as soon as it is wholly there
 * @returns what is in the way of those that still wait; undefined: none does. @throws AssociationError, PacsAway
 */
export async function storeWaiting(
  messageId: string,
  file: ReadableSoFar,
  parts: StoringParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { queue, pacs } = parts
  // What the PACS broke off at comes last: it must not keep the others waiting.
  const waiting = queue.instances(messageId, 'waiting', pacs.name).toSorted((a, b) => a.attempts - b.attempts)
  let trouble: string | undefined
  for (const kinds of inGroups(waiting)) {
    const keys = new Set(kinds.map(keyOf))
    let left = waiting.filter((instance) => keys.has(keyOf(instance)))
    for (let breaks = 0; left.length > 0; ) {
      const { done, broken, told } = await storeOnOne({
        messageId,
        file,
        kinds,
        instances: left,
        parts,
        signal,
      })
      trouble = told ?? trouble
      left = left.slice(done)
      if (broken === undefined) continue
      breaks = done > 1 ? 1 : breaks + 1
      if (breaks >= MOST_BREAKS) throw broken
    }
  }
  return trouble
}

interface Storing {
  readonly messageId: string
  readonly file: ReadableSoFar
  readonly kinds: readonly Kind[]
  readonly instances: readonly IncomingInstance[]
  readonly parts: StoringParts
  readonly signal: AbortSignal
}

interface StoredOnOne {
  /** How many of them were dealt with, the one that the association broke at with them. */
  readonly done: number
  readonly broken: AssociationError | PacsBroke | undefined
  /** What is in the way of some. */
  readonly told: string | undefined
}

/** On one association, to its end. @throws AssociationError: it did not come about */
async function storeOnOne({
  messageId,
  file,
  kinds,
  instances,
  parts,
  signal,
}: Storing): Promise<StoredOnOne> {
  // The PACS is not called before there is something for it.
  await untilThere(file, instances[0], signal)
  parts.onHeard()
  const association = await openPacs(parts.pacs, kinds, signal)
  const abort = () => association.abort()
  signal.addEventListener('abort', abort, { once: true })
  let handle: OpenedFile | undefined
  const ending = new AbortController()
  const wanted = AbortSignal.any([signal, ending.signal])
  let told: string | undefined
  let ahead: Promise<Prepared> | undefined
  try {
    const opened = await openSoFar(file)
    handle = opened
    const prepare = (instance: IncomingInstance) =>
      prepared(opened, instance, parts.preparation, (kind) => association.takes(kind), wanted)
    for (const [index, instance] of instances.entries()) {
      await untilThere(file, instance, signal)
      parts.onHeard()
      try {
        const ready = await (ahead ?? prepare(instance))
        // While the PACS takes this one.
        const next = instances[index + 1]
        ahead = next !== undefined && isThere(file, next) ? prepare(next) : undefined
        // It is told when it is its turn.
        ahead?.catch(() => undefined)
        told = (await storeOne(association, ready, messageId, instance, parts)) ?? told
      } catch (error) {
        if (!isBreak(error) || signal.aborted) throw error
        told = (await brokenOff(messageId, instance, error, parts, signal)) ?? told
        return { done: index + 1, broken: error, told }
      }
    }
    await association.release()
    return { done: instances.length, broken: undefined, told }
  } catch (error) {
    association.abort()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
    ending.abort(new Error('the association has ended'))
    await ahead?.then(letGo, () => undefined)
    await handle?.close()
  }
}

/** Some PACS abort at an object that they do not like. Again and again, while it answers otherwise, that is its word. */
async function brokenOff(
  messageId: string,
  instance: IncomingInstance,
  { message }: Error,
  { queue, pacs }: StoringParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { attempts } = instance
  const isLastWord = attempts + 1 >= MOST_ATTEMPTS && (await isAnswering(pacs, signal))
  const comment = isLastWord ? `The PACS breaks off the association at it, ${attempts + 1} times` : ''
  queue.answered(messageId, instance, { state: isLastWord ? 'refused' : 'waiting', status: null, comment })
  return isLastWord ? undefined : `The PACS broke off at an image: ${message}`
}

function isBreak(error: unknown): error is AssociationError | PacsBroke {
  return error instanceof AssociationError || error instanceof PacsBroke
}

async function untilThere(
  file: ReadableSoFar,
  instance: IncomingInstance | undefined,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    if (file.isSpoilt) throw new Error('the package is fetched anew')
    if (instance === undefined || isThere(file, instance)) return
    if (file.isWhole) throw new CutShort('an instance is said to lie behind the end of the package')
    await orAborted(file.changed, signal)
  }
}

function isThere(file: ReadableSoFar, { offsetBytes, sizeBytes }: IncomingInstance): boolean {
  return !file.isSpoilt && file.finalBytes >= offsetBytes + sizeBytes
}

async function letGo(ready: Prepared): Promise<void> {
  if (!('refused' in ready)) await ready.letGo()
}

async function storeOne(
  association: PacsConnection,
  ready: Prepared,
  messageId: string,
  instance: IncomingInstance,
  { queue }: StoringParts,
): Promise<string | undefined> {
  const { attempts } = instance
  if ('refused' in ready) {
    queue.answered(messageId, instance, { state: 'refused', status: null, comment: ready.refused })
    return undefined
  }
  const answer = await association.store(ready.object).finally(ready.letGo)
  const { status, comment } = answer
  const isLastWord = status === PROCESSING_FAILURE && attempts + 1 >= MOST_ATTEMPTS
  if (answer.result === 'later' && !isLastWord) {
    queue.answered(messageId, instance, { state: 'waiting', status, comment })
    return `The PACS answered ${hex(answer.status)} ${comment}`.trim()
  }
  if (ready.isDecompressed && answer.result === 'stored') queue.noteDecompressed(messageId)
  queue.answered(messageId, instance, {
    state: answer.result === 'stored' ? 'stored' : 'refused',
    status,
    comment,
  })
  return undefined
}

function hex(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0')
}
