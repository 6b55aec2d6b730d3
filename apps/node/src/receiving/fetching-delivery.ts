/** A delivery on its way here: fetched, stored while it comes, its patients identified where rules say so. */
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { IdentityConfig } from '../config/identity-schema.ts'
import { ifPresent, syncFile } from '../durable-file.ts'
import type { SealedDelivery } from '../end-to-end/opening.ts'
import { GrowingFile, type ReadableSoFar } from '../growing-file.ts'
import { identify } from '../identity/identify.ts'
import type { Incoming } from '../state/incoming.ts'
import { NotWhatTheCentreTook } from './checked-instance.ts'
import { choiceFor } from './choice.ts'
import { fetchPackage, keepListed, listInstances, packagePath } from './fetching.ts'
import type { ReceivingParts } from './receiving-parts.ts'
import type { Reporting } from './reporting.ts'
import type { StoringDelivery } from './storing-delivery.ts'

/** What is not at the PACS so long after the last byte came is told to be here. */
const SLOW_MS = 500

export interface FetchingDeliveryParts extends ReceivingParts {
  readonly storingDelivery: StoringDelivery
  readonly reporting: Reporting
}

export class FetchingDelivery {
  readonly #parts: FetchingDeliveryParts
  readonly #storing: StoringDelivery
  readonly #reporting: Reporting

  constructor(parts: FetchingDeliveryParts) {
    this.#parts = parts
    this.#storing = parts.storingDelivery
    this.#reporting = parts.reporting
  }

  /** What is here of it goes to the PACS while the rest comes; unless its patients are to be known first. @returns what is next */
  async fetch(incoming: Incoming, signal: AbortSignal): Promise<'is-here' | 'is-identified'> {
    const { queue, folder, log, transfers, receipts, opening } = this.#parts
    const { messageId } = incoming
    const sealed = opening.of(messageId)
    if (sealed !== undefined) await opening.requireKey(sealed)
    await mkdir(join(folder, messageId), { recursive: true, mode: 0o700 })
    // Answered before the PACS gets anything: another node of the institution may have been first.
    const path = packagePath(folder, messageId)
    const file = new GrowingFile(path, this.#parts.files)
    const [download] = await Promise.all([
      this.#begin(incoming, sealed, file, signal),
      sealed === undefined ? this.#reporting.report(messageId, null, 'goes-on', signal) : undefined,
    ])
    await this.#storing.chooseAnew(incoming, false)
    const haveBytes = (await ifPresent(stat(path)))?.size ?? 0
    if (transfers.hasComeFurther(messageId, haveBytes)) queue.goesOn(messageId)
    transfers.begin(messageId, () => file.finalBytes)
    const identity = this.#identityFor(messageId)
    if (identity !== null) {
      await this.#parts.holding.drop(messageId)
      await receipts.noteReceived(messageId, await download())
      transfers.forget(messageId)
      await syncFile(file.path)
      await this.#identify(incoming, identity, signal)
      return 'is-identified'
    }
    const ending = new AbortController()
    const early = this.#storeRest(incoming, file, AbortSignal.any([signal, ending.signal])).catch(
      (error: unknown) => {
        if (signal.aborted || ending.signal.aborted || file.isSpoilt) return
        // What could not be stored now is stored when all of it is here, with the pauses that a PACS gets.
        log.info({ err: error, message: messageId }, 'not stored while it comes')
        return error
      },
    )
    try {
      await receipts.noteReceived(messageId, await download())
    } catch (error) {
      ending.abort(new Error('the package does not come'))
      await early
      throw error
    }
    // The sender sees that it is here, unless it is at the PACS at once: that says more.
    const slow = delay(SLOW_MS, true, { signal, ref: false }).catch(async (error: unknown) => {
      await early
      throw error
    })
    const isSlow = await Promise.race([early.then(() => false), slow])
    if (isSlow || queue.count(messageId).waiting > 0) {
      await syncFile(file.path)
      await this.#reporting.report(messageId, 'forwarded', 'goes-on', signal)
    }
    const isUnsound = (await early) instanceof NotWhatTheCentreTook
    if (this.#parts.patients.decided(messageId).length === 0) await this.#storing.hold(messageId)
    transfers.forget(messageId)
    queue.move(messageId, 'storing')
    if (isUnsound) throw new Error('the disk of the node is not sound')
    return 'is-here'
  }

  /** Its instances are listed when it resolves. @returns what brings all of it, with the SHA-256 of what the centre has */
  async #begin(
    incoming: Incoming,
    sealed: SealedDelivery | undefined,
    file: GrowingFile,
    signal: AbortSignal,
  ): Promise<() => Promise<string>> {
    const { messageId, senderName } = incoming
    const { connection, queue, opening } = this.#parts
    const pacsFor = choiceFor(this.#parts.storing(), senderName)
    if (sealed === undefined) {
      await listInstances(messageId, connection, queue, pacsFor, signal)
      return () => fetchPackage(incoming, file, this.#parts, signal)
    }
    await this.#reporting.report(messageId, null, 'goes-on', signal)
    const { listed, whole } = opening.begin(messageId, sealed, file, signal)
    keepListed(messageId, await listed, queue, pacsFor)
    return () => whole
  }

  /** What is at the PACS already, byte for byte, is not stored again. */
  async #storeRest(
    incoming: Incoming,
    file: ReadableSoFar,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { messageId, arrivedAs, senderName } = incoming
    if (arrivedAs !== null) {
      await this.#parts.early.ended(arrivedAs, signal)
      this.#parts.earlyImages.claim(messageId, arrivedAs, senderName)
    }
    return await this.#storing.storeAtEach(incoming, file, signal)
  }

  /** Rules that were switched on since it began would part one study between two patients. */
  #identityFor(messageId: string): IdentityConfig | null {
    const { queue, log } = this.#parts
    const now = this.#parts.identity()
    const isByRules = queue.decideByRules(messageId, now !== null && !queue.isBegun(messageId))
    if (isByRules !== (now !== null)) {
      const goesOn =
        isByRules && now === null ? 'they are gone: it goes as it came' : 'it goes on as it began'
      log.warn(
        { message: messageId, goesOn },
        'rules for identifiers were switched while a delivery is fetched',
      )
    }
    return isByRules ? now : null
  }

  async #identify(incoming: Incoming, identity: IdentityConfig, signal: AbortSignal): Promise<void> {
    const { queue, folder, files, patients } = this.#parts
    const { messageId } = incoming
    // Fetched anew: what is at the PACS already has its patient, and a person is not asked twice.
    const isByPerson = patients.decided(messageId).some(({ decidedBy }) => decidedBy !== 'rule')
    const earlier = isByPerson || queue.isBegun(messageId) ? 'holds' : 'void'
    const parts = { ...this.#parts, identity, earlier } as const
    await identify(incoming, { path: packagePath(folder, messageId), files }, parts, signal)
    await this.#reporting.report(messageId, 'forwarded', 'goes-on', signal)
    if (!this.#storing.waitsForPerson(messageId)) queue.move(messageId, 'storing')
  }
}
