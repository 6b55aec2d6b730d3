/** A delivery to all of its PACS at once: one that is away, full or slow does not keep the others waiting. */
import { AssociationError } from '@epacs/dicom/network'
import { beginPart, within } from '@epacs/tracing'
import type { Logger } from 'pino'
import type { PacsConfig } from '../config/schema.ts'
import type { ReadableSoFar } from '../growing-file.ts'
import type { IncomingQueue } from '../state/incoming.ts'
import type { PacsReach } from './pacs-reach.ts'
import { PacsAway } from './pacs-ways.ts'
import type { Preparation } from './prepared.ts'
import { storeWaiting } from './storing.ts'

export interface StoringAtEach {
  readonly queue: IncomingQueue
  readonly all: readonly PacsConfig[]
  readonly reach: PacsReach
  /** A PACS that was away takes images again; these messages have waited for it. */
  readonly onBack: (messageIds: readonly string[]) => void
  readonly preparation: Omit<Preparation, 'modifyingSystem' | 'decompress' | 'pacs'>
  readonly log: Logger
  readonly signal: AbortSignal
}

/**
 * Resolves when nothing more can be done at any of them now.
 *
 * @returns what is in the way; undefined: nothing is. Fails for what no PACS is to blame for
 */
export async function storeAtEach(
  messageId: string,
  file: ReadableSoFar,
  { queue, all, reach, onBack, preparation, log, signal }: StoringAtEach,
): Promise<string | undefined> {
  const waitedFor = all.filter(({ name }) => queue.instances(messageId, 'waiting', name).length > 0)
  const results = await Promise.allSettled(
    waitedFor.map(async (pacs) => {
      const { name, callingAeTitle, decompress } = pacs
      const known = reach.troubleNow(name)
      if (known !== undefined) {
        reach.waits(name, messageId)
        queue.pacs.noteTrouble(messageId, name, known)
        return [{ name, trouble: known }]
      }
      let heardMs = performance.now()
      const parts = {
        ...{ pacs, queue },
        onHeard() {
          heardMs = performance.now()
        },
        preparation: {
          ...preparation,
          ...{ decompress, pacs: name, modifyingSystem: `ePACS node ${callingAeTitle}` },
        },
      }
      const span = beginPart('store to PACS', {
        kind: 'client',
        attributes: { 'epacs.message.id': messageId },
      })
      // A hundred thousand of them are not read for nothing.
      if (span.traceparent !== undefined) {
        span.set({ 'epacs.dicom.instances': queue.instances(messageId, 'waiting', name).length })
      }
      const trouble = await within(span, () => storeWaiting(messageId, file, parts, signal)).then(
        (told) => {
          const waited = reach.answered(name)
          // One that is full or unwell is not asked by all of them at once.
          if (told === undefined) onBack(waited.filter((each) => each !== messageId))
          return told
        },
        (error: unknown) => {
          if (signal.aborted || !(error instanceof AssociationError || error instanceof PacsAway)) throw error
          reach.failed(name, error.message, performance.now() - heardMs)
          reach.waits(name, messageId)
          log.warn({ err: error, message: messageId, pacs: name }, 'a PACS is not reached, or breaks off')
          return error.message
        },
      )
      queue.pacs.noteTrouble(messageId, name, trouble ?? null)
      return trouble === undefined ? [] : [{ name, trouble }]
    }),
  )
  const failed = results.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const told = results.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  if (all.length === 1) return told[0]?.trouble
  // Of each PACS the page says which trouble.
  return told.length === 0 ? undefined : `Not all of it is at ${told.map(({ name }) => name).join(', ')}`
}
