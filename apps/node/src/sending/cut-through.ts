/**
 * Messages that travel while their images still arrive: packed image by image, and sent to the centre as far as they are
 * packed. What breaks costs no more than the advance: the images lie in the spool, and the sender does what is left.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { CentreProblem, pauseAfter } from '../centre/connection.ts'
import { GrowingFile } from '../growing-file.ts'
import type { Outgoing } from '../state/outgoing.ts'
import { retryAt } from '../state/retry.ts'
import { ArrivingInstances, type ArrivingParts } from './arriving-instances.ts'
import { bringPackage, type PackageUploadParts } from './package-upload.ts'
import { PackageFolder, packInstances } from './packing.ts'

const SOON_MS = 1000

export interface CutThroughParts extends ArrivingParts, PackageUploadParts {
  /** Of packages under way. */
  readonly folder: string
  readonly log: Logger
}

export class CutThrough {
  readonly #parts: CutThroughParts

  constructor(parts: CutThroughParts) {
    this.#parts = parts
  }

  /** From the first image to `uploading`, however long they take. What `signal` cuts begins anew from the spool. */
  async advance({ id }: Outgoing, signal: AbortSignal): Promise<void> {
    const { queue, log, folder: folders } = this.#parts
    const folder = new PackageFolder(join(folders, id), this.#parts.spool.files)
    const growing = new GrowingFile(folder.package, folder.files)
    const ending = new AbortController()
    const cut = AbortSignal.any([signal, ending.signal])
    let travelling: Promise<boolean> | undefined
    try {
      await folder.prepare()
      travelling = this.#travel(id, growing, folder, cut)
      const packed = await this.#pack(id, growing, folder, signal)
      if ('trouble' in packed) queue.move(id, 'failed', packed)
      else {
        // What the centre has wholly, durably, is not written to the disk here as well: the study waits for nothing. Otherwise,
        // were the package lost with the power, what the centre has of it could not be told to be the same.
        if (!(await isThereSoon(travelling))) await folder.sync()
        queue.move(id, 'uploading', { packageBytes: packed.sizeBytes })
        await travelling
      }
    } catch (error) {
      if (signal.aborted) return
      log.warn({ err: error, outgoing: id }, 'packing is tried again later')
      queue.postpone(id, error instanceof Error ? error.message : String(error))
    } finally {
      ending.abort(new Error('the package is not made'))
      await travelling
    }
  }

  async #pack(id: string, growing: GrowingFile, folder: PackageFolder, signal: AbortSignal) {
    const arriving = new ArrivingInstances(id, this.#parts)
    const stop = () => void arriving.return()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const tellFinalBytes = (bytes: number, isWhole: boolean) => growing.tell(bytes, isWhole)
      const packed = await packInstances(arriving, folder, { signal, tellFinalBytes, isSynced: false })
      // The instances ended because of the cut: what was made of them is not the message.
      signal.throwIfAborted()
      return packed
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** A failure behind the last image is left to the sender. @returns whether the centre has all of it */
  async #travel(
    id: string,
    growing: GrowingFile,
    folder: PackageFolder,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { log } = this.#parts
    for (let failures = 0; !signal.aborted; ) {
      try {
        const result = await bringPackage(id, growing, folder, this.#parts, signal, () => {
          failures = 0
        })
        if (result === 'complete') return true
        if (growing.isSpoilt || growing.isWhole) return false
        if (result === 'gone') this.#parts.queue.setUpload(id, null)
      } catch (error) {
        if (signal.aborted || growing.isWhole) return false
        const isRefused = error instanceof CentreProblem && !error.mayPass && error.status !== 409
        log.info({ err: error, outgoing: id }, 'does not travel while it arrives')
        if (isRefused) return false
        failures++
        const pause = retryAt(failures, pauseAfter(error)) - Date.now()
        await Promise.race([delay(pause, undefined, { signal }).catch(() => undefined), untilWhole(growing)])
      }
    }
    return false
  }
}

/** What travels as fast as it comes has only its end to go. */
async function isThereSoon(travelling: Promise<boolean>): Promise<boolean> {
  const late = new AbortController()
  const isLate = delay(SOON_MS, false, { signal: late.signal }).catch(() => false)
  return await Promise.race([travelling, isLate]).finally(() => late.abort())
}

async function untilWhole(growing: GrowingFile): Promise<void> {
  while (!growing.isWhole) await growing.changed
}
