/**
 * Deliveries to the PACS: fetched, stored while they come, committed, and told truly to the centre. `stored` is said when the PACS has
 * answered for every instance that it has it; what it refused is named with its own status, and the rest goes on.
 */
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Commitment } from '@epacs/dicom/network'
import type { Files } from '@epacs/package'
import { SealedFileError } from '@epacs/sealed-files'
import type { Logger } from 'pino'
import { type CentreConnection, CentreProblem, pauseAfter } from '../centre/connection.ts'
import type { IdentityConfig } from '../config/identity-schema.ts'
import type { FrameDecoder } from '../decompression/frame-decoder.ts'
import { ifPresent, syncFile } from '../durable-file.ts'
import type { EarlyReceiving } from '../early/early-receiving.ts'
import { wholeBytes } from '../encryption/stored-file.ts'
import type { Opening, SealedDelivery } from '../end-to-end/opening.ts'
import { reportInTheOpen } from '../end-to-end/report-in-the-open.ts'
import { GrowingFile, type ReadableSoFar, wholeFile } from '../growing-file.ts'
import type { Holding } from '../holding/holding.ts'
import { identify } from '../identity/identify.ts'
import type { PatientList } from '../identity/patient-list.ts'
import type { EarlyImages } from '../state/early-images.ts'
import type { Incoming, IncomingQueue } from '../state/incoming.ts'
import type { Patients } from '../state/patients.ts'
import type { Transfers } from '../transfers.ts'
import { CommitmentAsking, isAskable } from './asking-for-commitment.ts'
import { CutShort, NotWhatTheCentreTook } from './checked-instance.ts'
import { choiceFor, type StoringConfig } from './choice.ts'
import { fetchPackage, keepListed, listInstances, packagePath } from './fetching.ts'
import { learnModalities } from './learn-modalities.ts'
import { PacsReach } from './pacs-reach.ts'
import { UndecidedPatient } from './prepared.ts'
import { reportOf } from './report.ts'
import type { SignedReceipts } from './signed-receipts.ts'
import { storeAtEach } from './storing-at-each.ts'

const NO_PACS = 'What waits is for a PACS that the configuration does not name.'
/** With the pauses in between about as long. */
const MOST_ASKED = 18
/** What is not at the PACS so long after the last byte came is told to be here. */
const SLOW_MS = 500
/** A disk that spoils a package again and again does not have it fetched without end. */
const SPOILT_AGAIN_MS = 10 * 60_000
const SPOILT_AT_MOST_MS = 60 * 60_000

export interface ReceivingParts {
  readonly queue: IncomingQueue
  readonly folder: string
  /** By which what lies in it of images is opened. */
  readonly files: Files
  readonly connection: CentreConnection
  /** That hold now. */
  readonly storing: () => StoringConfig
  /** Whose identifiers are written, by the rules that hold now; null: everybody's stay as they came. */
  readonly identity: () => IdentityConfig | null
  readonly patients: Patients
  readonly list: PatientList
  readonly decoder: FrameDecoder
  readonly log: Logger
  readonly transfers: Transfers
  /** Whole deliveries, for workstations. */
  readonly holding: Holding
  readonly receipts: SignedReceipts
  /** Of deliveries that are encrypted end to end. */
  readonly opening: Opening
  /** Images that are at the PACS before their message. */
  readonly early: Pick<EarlyReceiving, 'ended' | 'take' | 'letGo'>
  readonly earlyImages: Pick<EarlyImages, 'claim'>
  /** A PACS that was away takes images again; these messages have waited for it. */
  readonly onPacsBack: (messageIds: readonly string[]) => void
}

export class Receiving {
  readonly #parts: ReceivingParts
  readonly #reach = new PacsReach()
  /** How often the disk has spoilt a package, by its message. */
  readonly #spoilt = new Map<string, number>()
  readonly #commitment: CommitmentAsking

  constructor(parts: ReceivingParts) {
    this.#parts = parts
    this.#commitment = new CommitmentAsking({ ...parts, reach: this.#reach })
  }

  /** One step. What fails is tried again later; what `signal` cuts goes on from there. */
  async advance(incoming: Incoming, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { messageId, state } = incoming
    try {
      if ((state === 'waiting' || state === 'storing') && this.#parts.storing().pacs.length === 0)
        queue.postpone(messageId, NO_PACS)
      else if (state === 'waiting') await this.#fetch(incoming, signal)
      else if (state === 'storing') await this.#store(incoming, signal)
      else if (state === 'cancelling') await this.#cancel(messageId, signal)
      // It could not be asked for.
      else if (incoming.attempts > 0 && incoming.attempts < MOST_ASKED)
        await this.#commitment.ask(messageId, signal)
      // The report has come, or the time for it has passed.
      else await this.#settle(messageId, signal)
    } catch (error) {
      if (signal.aborted) return
      if (isForOthers(error)) {
        log.warn({ err: error, message: messageId }, 'a delivery is not for this node any more')
        queue.move(messageId, 'gone', error.message)
        await this.#parts.holding.drop(messageId)
        return await this.#letGo(messageId)
      }
      log.warn({ err: error, message: messageId }, 'receiving is tried again later')
      queue.postpone(messageId, error instanceof Error ? error.message : String(error), pauseAfter(error))
    } finally {
      this.#parts.transfers.end(messageId)
    }
  }

  /** Names of those that did not answer when they were called last, or broke off. */
  get pacsAway(): ReadonlySet<string> {
    return this.#reach.away
  }

  /** Nobody waits any more for one that did not answer. */
  callAllPacs(): void {
    this.#reach.callAll()
  }

  /** No association to ask for commitment stays. */
  stop(): void {
    this.#commitment.stop()
  }

  /** A PACS has reported. */
  committed(commitment: Commitment): void {
    this.#commitment.reported(commitment)
  }

  /** What is here of it goes to the PACS while the rest comes; unless its patients are to be known first. */
  async #fetch(incoming: Incoming, signal: AbortSignal): Promise<void> {
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
      sealed === undefined ? this.#report(messageId, null, 'goes-on', signal) : undefined,
    ])
    await this.#chooseAnew(incoming, false)
    const haveBytes = (await ifPresent(stat(path)))?.size ?? 0
    if (transfers.hasComeFurther(messageId, haveBytes)) queue.goesOn(messageId)
    transfers.begin(messageId, () => file.finalBytes)
    const identity = this.#identityFor(messageId)
    if (identity !== null) {
      await this.#parts.holding.drop(messageId)
      await receipts.noteReceived(messageId, await download())
      transfers.forget(messageId)
      await syncFile(file.path)
      return await this.#identify(incoming, identity, signal)
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
      await this.#report(messageId, 'forwarded', 'goes-on', signal)
    }
    const isUnsound = (await early) instanceof NotWhatTheCentreTook
    if (this.#parts.patients.decided(messageId).length === 0) await this.#hold(messageId)
    transfers.forget(messageId)
    queue.move(messageId, 'storing')
    if (isUnsound) throw new Error('the disk of the node is not sound')
    // Without another turn of the queue.
    await this.#store(incoming, signal)
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
    await this.#report(messageId, null, 'goes-on', signal)
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
    return await this.#storeAtEach(incoming, file, signal)
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
    await this.#report(messageId, 'forwarded', 'goes-on', signal)
    if (!this.#waitsForPerson(messageId)) queue.move(messageId, 'storing')
  }

  /** @returns whether it does, and then it says so */
  #waitsForPerson(messageId: string): boolean {
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
    await this.#report(messageId, 'forwarded', 'goes-on', signal)
    // After a pause: were it of no use, it would not be done without end.
    if (!this.#waitsForPerson(messageId)) queue.postpone(messageId, why.message)
  }

  /** @returns what is in the way at each PACS that does not have all of it */
  async #storeAtEach(
    { messageId, senderName }: Incoming,
    file: ReadableSoFar,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { queue, folder, files, patients, decoder, storing, log } = this.#parts
    return await storeAtEach(messageId, file, {
      ...{ queue, log, signal, reach: this.#reach, onBack: this.#parts.onPacsBack, all: storing().pacs },
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
  async #chooseAnew({ messageId, senderName }: Incoming, isWhole: boolean): Promise<void> {
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

  async #store(incoming: Incoming, signal: AbortSignal): Promise<void> {
    const { queue, folder, files, patients } = this.#parts
    const { messageId } = incoming
    await this.#chooseAnew(incoming, true)
    // What the sender reads is to change with the decision, not when all is stored.
    const isByPerson = patients.decided(messageId).some(({ decidedBy }) => decidedBy !== 'rule')
    if (isByPerson) await this.#report(messageId, 'forwarded', 'goes-on', signal)
    // What is wholly stored needs its package no more: a power cut may have taken it.
    if (queue.count(messageId).waiting > 0) {
      const path = packagePath(folder, messageId)
      const foundBytes = await wholeBytes(files, path)
      if (foundBytes === undefined) return queue.move(messageId, 'waiting')
      let trouble: string | undefined
      try {
        trouble = await this.#storeAtEach(incoming, wholeFile(path, foundBytes, files), signal)
      } catch (error) {
        if (isSpoilt(error)) return await this.#fetchAnew(messageId, error)
        if (!(error instanceof UndecidedPatient)) throw error
        return await this.#identifyAgain(incoming, error, signal)
      }
      if (trouble !== undefined) {
        await this.#report(messageId, 'forwarded', 'goes-on', signal)
        return queue.postpone(messageId, trouble)
      }
    }
    const { stored, refused, waiting } = queue.count(messageId)
    // For a PACS that went from the configuration while the others got theirs.
    if (waiting > 0) return queue.postpone(messageId, NO_PACS)
    if (stored === 0 || !this.#commitment.isWanted(messageId)) return await this.#settle(messageId, signal)
    if (refused === 0) await this.#report(messageId, 'stored', 'goes-on', signal)
    await this.#commitment.ask(messageId, signal)
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

  /** Nothing more is done about it: the centre is told what came of it, then its bytes are let go. */
  async #settle(messageId: string, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { stored, refused, committed } = queue.count(messageId)
    const isWhole = refused === 0
    await this.#report(
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
    await this.#letGo(messageId)
  }

  /** The PACS keeps what it has, the mailbox at the centre all of it. */
  async #cancel(messageId: string, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { stored, committed } = queue.count(messageId)
    try {
      await this.#report(messageId, null, 'settled', signal)
    } catch (error) {
      if (!isForOthers(error)) throw error
    }
    const atPacs = `${stored + committed} of its images are at the PACS`
    queue.move(messageId, 'cancelled', `Cancelled at the page of the node; ${atPacs}.`)
    log.warn({ message: messageId, stored: stored + committed }, 'cancelled')
    await this.#parts.holding.drop(messageId)
    await this.#letGo(messageId)
  }

  /** `status` null: it stays as it is. */
  async #report(
    messageId: string,
    status: 'forwarded' | 'stored' | 'committed' | null,
    how: 'goes-on' | 'settled',
    signal: AbortSignal,
  ): Promise<void> {
    const { queue, patients, receipts, opening, log } = this.#parts
    const report = reportOf(queue, messageId)
    const told = {
      status,
      ...(opening.of(messageId) === undefined ? report : reportInTheOpen(report, queue.listing(messageId))),
      settled: how === 'settled',
      decompressed: queue.find(messageId)?.decompressed ?? 0,
      waitsForDecision: how === 'goes-on' && patients.isAsked(messageId),
    }
    const signed = await receipts.of(messageId, status)
    if (signed.length === 0) return await this.#tell(messageId, told, signal)
    try {
      await this.#tell(messageId, { ...told, receipts: signed }, signal)
    } catch (error) {
      // A centre that takes none, or a clock that is wrong by days: nothing waits for a signature.
      if (!isOfReceipts(error)) throw error
      log.warn({ err: error, message: messageId }, 'the centre does not take the receipts of this node')
      await receipts.forget(messageId)
      await this.#tellSignedAnew(messageId, told, status, signal)
    }
  }

  /** The refusal has told what time it is at the centre: what is signed by that is taken. At last without any. */
  async #tellSignedAnew(
    messageId: string,
    told: object,
    status: 'forwarded' | 'stored' | 'committed' | null,
    signal: AbortSignal,
  ): Promise<void> {
    const { receipts } = this.#parts
    try {
      const signed = await receipts.of(messageId, status)
      return await this.#tell(messageId, { ...told, receipts: signed }, signal)
    } catch (error) {
      if (!isOfReceipts(error)) throw error
      await receipts.forget(messageId)
    }
    await this.#tell(messageId, told, signal)
  }

  async #tell(messageId: string, json: object, signal: AbortSignal): Promise<void> {
    const path = `/api/nodes/own/deliveries/${messageId}`
    await this.#parts.connection.call({ method: 'PUT', path, json, signal })
  }

  /** Workstations get what came: not what the PACS has under another patient, nor what a person refused. */
  async #holdUnchanged(messageId: string): Promise<void> {
    const { patients, holding } = this.#parts
    const isUnchanged = patients.decided(messageId).every(({ kind }) => kind === 'keep')
    if (isUnchanged) await this.#hold(messageId)
    else await holding.drop(messageId)
  }

  async #hold(messageId: string): Promise<void> {
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

  async #letGo(messageId: string): Promise<void> {
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

function isOfReceipts(error: unknown): boolean {
  return error instanceof CentreProblem && (error.status === 400 || error.status === 422)
}

/** The data was deleted, or another node has taken it on. */
function isForOthers(error: unknown): error is CentreProblem {
  return error instanceof CentreProblem && [404, 409, 410].includes(error.status)
}
