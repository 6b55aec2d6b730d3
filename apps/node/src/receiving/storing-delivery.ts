/**
 * A delivery that is here: stored at its PACS, committed, told to be settled, and let go. `stored` is said when the PACS has answered
 * for every instance that it has it; what it refused is named with its own status, and the rest goes on.
 */
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SealedFileError } from '@epacs/sealed-files'
import { ifPresent } from '../durable-file.ts'
import { wholeBytes } from '../encryption/stored-file.ts'
import { type ReadableSoFar, wholeFile } from '../growing-file.ts'
import { identify } from '../identity/identify.ts'
import type { Incoming } from '../state/incoming.ts'
import { type CommitmentAsking, isAskable } from './asking-for-commitment.ts'
import { CutShort, NotWhatTheCentreTook } from './checked-instance.ts'
import { choiceFor } from './choice.ts'
import { packagePath } from './fetching.ts'
import { learnModalities } from './learn-modalities.ts'
import type { PacsReach } from './pacs-reach.ts'
import { UndecidedPatient } from './prepared.ts'
import type { ReceivingParts } from './receiving-parts.ts'
import type { Reporting } from './reporting.ts'
import { storeAtEach } from './storing-at-each.ts'

export const NO_PACS = 'What waits is for a PACS that the configuration does not name.'
/** A disk that spoils a package again and again does not have it fetched without end. */
const SPOILT_AGAIN_MS = 10 * 60_000
const SPOILT_AT_MOST_MS = 60 * 60_000

export interface StoringDeliveryParts extends ReceivingParts {
  readonly reach: PacsReach
  readonly commitment: CommitmentAsking
  readonly reporting: Reporting
}

export class StoringDelivery {
  readonly #parts: StoringDeliveryParts
  readonly #reporting: Reporting
  /** How often the disk has spoilt a package, by its message. */
  readonly #spoilt = new Map<string, number>()

  constructor(parts: StoringDeliveryParts) {
    this.#parts = parts
    this.#reporting = parts.reporting
  }

  /** What of it does not go now is tried again later, or fetched anew when the disk has lost or spoilt it. */
  async store(incoming: Incoming, signal: AbortSignal): Promise<void> {
    const { queue, folder, files, patients } = this.#parts
    const { messageId } = incoming
    await this.chooseAnew(incoming, true)
    // What the sender reads is to change with the decision, not when all is stored.
    const isByPerson = patients.decided(messageId).some(({ decidedBy }) => decidedBy !== 'rule')
    if (isByPerson) await this.#reporting.report(messageId, 'forwarded', 'goes-on', signal)
    // What is wholly stored needs its package no more: a power cut may have taken it.
    if (queue.count(messageId).waiting > 0) {
      const path = packagePath(folder, messageId)
      const foundBytes = await wholeBytes(files, path)
      if (foundBytes === undefined) return queue.move(messageId, 'waiting')
      let trouble: string | undefined
      try {
        trouble = await this.storeAtEach(incoming, wholeFile(path, foundBytes, files), signal)
      } catch (error) {
        if (isSpoilt(error)) return await this.#fetchAnew(messageId, error)
        if (!(error instanceof UndecidedPatient)) throw error
        return await this.#identifyAgain(incoming, error, signal)
      }
      if (trouble !== undefined) {
        await this.#reporting.report(messageId, 'forwarded', 'goes-on', signal)
        return queue.postpone(messageId, trouble)
      }
    }
    const { stored, refused, waiting } = queue.count(messageId)
    // For a PACS that went from the configuration while the others got theirs.
    if (waiting > 0) return queue.postpone(messageId, NO_PACS)
    if (stored === 0 || !this.#parts.commitment.isWanted(messageId))
      return await this.settle(messageId, signal)
    if (refused === 0) await this.#reporting.report(messageId, 'stored', 'goes-on', signal)
    await this.#parts.commitment.ask(messageId, signal)
  }

  /** Nothing more is done about it: the centre is told what came of it, then its bytes are let go. */
  async settle(messageId: string, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { stored, refused, committed } = queue.count(messageId)
    const isWhole = refused === 0
    await this.#reporting.report(
      messageId,
      isWhole && stored === 0
        ? committed > 0
          ? 'committed'
          : 'forwarded'
        : isWhole
          ? 'stored'
          : 'forwarded',
      'settled',
      signal,
    )
    // A report that came late finds it let go.
    if ((await ifPresent(stat(join(this.#parts.folder, messageId)))) !== undefined)
      await this.#holdUnchanged(messageId)
    queue.move(
      messageId,
      'done',
      isWhole ? null : `${refused} of ${stored + refused + committed} images were refused`,
    )
    log.info({ message: messageId, stored: stored + committed, committed, refused }, 'at the PACS')
    await this.letGo(messageId)
  }

  /** @returns what is in the way at each PACS that does not have all of it */
  async storeAtEach(
    { messageId, senderName }: Incoming,
    file: ReadableSoFar,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { queue, folder, files, patients, decoder, storing, log } = this.#parts
    return await storeAtEach(messageId, file, {
      ...{
        queue,
        log,
        signal,
        reach: this.#parts.reach,
        onBack: this.#parts.onPacsBack,
        all: storing().pacs,
      },
      preparation: {
        decisions: patients.decisions(messageId),
        senderName,
        decoder,
        files,
        folder: join(folder, messageId),
      },
    })
  }

  /**
   * A PACS may have gone from the configuration. What a queue of an earlier version does not know the modality of is looked
   * at as soon as its package is whole, and waits until then.
   */
  async chooseAnew({ messageId, senderName }: Incoming, isWhole: boolean): Promise<void> {
    const { queue, folder, files } = this.#parts
    const storing = this.#parts.storing()
    const known = storing.pacs.map(({ name }) => name)
    const file = { path: packagePath(folder, messageId), files }
    const isLearnt = isWhole && (await learnModalities(messageId, file, known, queue))
    const pacsFor = choiceFor(storing, senderName)
    queue.pacs.chooseAnew(messageId, known, (modality) =>
      modality === '' && !isLearnt ? [] : pacsFor(modality),
    )
  }

  /** @returns whether it does, and then it says so */
  waitsForPerson(messageId: string): boolean {
    const { queue, patients, log } = this.#parts
    if (!patients.isAsked(messageId)) return false
    log.warn({ message: messageId }, 'a delivery waits for a decision about its patients')
    queue.move(messageId, 'storing', 'Waits for a decision about its patients.')
    return true
  }

  /** This version reads some patient otherwise than the one that identified them. */
  async #identifyAgain(incoming: Incoming, why: UndecidedPatient, signal: AbortSignal): Promise<void> {
    const { queue, folder, files, log } = this.#parts
    const { messageId } = incoming
    log.warn({ err: why, message: messageId }, 'the patients of a delivery are identified again')
    // Rules that are gone meanwhile say nothing of whom nobody has decided about.
    const identity = this.#parts.identity() ?? { patients: null, rules: [] }
    const parts = { ...this.#parts, identity, earlier: 'holds' } as const
    await identify(incoming, { path: packagePath(folder, messageId), files }, parts, signal)
    await this.#reporting.report(messageId, 'forwarded', 'goes-on', signal)
    // After a pause: were it of no use, it would not be done without end.
    if (!this.waitsForPerson(messageId)) queue.postpone(messageId, why.message)
  }

  /** The disk spoilt it: what is at the PACS stays there, the rest is had from the centre, after a pause. */
  async #fetchAnew(messageId: string, error: Error): Promise<void> {
    const { queue, folder, log } = this.#parts
    const times = this.#spoilt.get(messageId) ?? 0
    this.#spoilt.set(messageId, times + 1)
    log.error({ err: error, message: messageId }, 'a package was spoilt on the disk: it is fetched anew')
    queue.move(messageId, 'waiting')
    queue.postpone(messageId, error.message, Math.min(times * SPOILT_AGAIN_MS, SPOILT_AT_MOST_MS))
    await rm(packagePath(folder, messageId), { force: true })
    // Another name of the same bytes.
    await this.#parts.holding.drop(messageId)
  }

  async hold(messageId: string): Promise<void> {
    const { holding, queue, folder } = this.#parts
    const path = packagePath(folder, messageId)
    const places = queue.listing(messageId).map(({ offsetBytes, sizeBytes, sha256 }) => ({
      path,
      offsetBytes,
      sizeBytes,
      hashed: 'instance' as const,
      sha256,
    }))
    await holding.take(messageId, 'received', places)
  }

  /** Workstations get what came: not what the PACS has under another patient, nor what a person refused. */
  async #holdUnchanged(messageId: string): Promise<void> {
    const { patients, holding } = this.#parts
    const isUnchanged = patients.decided(messageId).every(({ kind }) => kind === 'keep')
    if (isUnchanged) await this.hold(messageId)
    else await holding.drop(messageId)
  }

  async letGo(messageId: string): Promise<void> {
    await rm(join(this.#parts.folder, messageId), { recursive: true, force: true })
    this.#spoilt.delete(messageId)
    const { queue, patients, storing } = this.#parts
    // What the PACS has yet to commit to is known until its delivery leaves the history.
    const mayBeReported = storing().pacs.some(isAskable) && queue.find(messageId)?.state === 'done'
    if (!mayBeReported || queue.count(messageId).stored === 0) queue.forgetInstances(messageId)
    patients.forget(messageId)
  }
}

/** An encrypted one tells by itself, and so does a disk that cannot read it. */
function isSpoilt(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (error instanceof SealedFileError) return error.problem !== 'unknown-key'
  if (error instanceof NotWhatTheCentreTook || error instanceof CutShort) return true
  return 'code' in error && error.code === 'EIO'
}
