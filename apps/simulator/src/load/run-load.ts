/** One load, from an empty folder to its figures. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { runFsck } from '../../../centre/src/fsck/index.ts'
import { openForMaintenance } from '../../../centre/src/maintenance.ts'
import { type Prepared, prepareCountry } from '../country/prepare.ts'
import { lookBack, type Seen } from '../day/look-back.ts'
import { MailboxReader } from '../day/read-mailbox.ts'
import { judge } from '../ledger/judge.ts'
import { Ledger } from '../ledger/ledger.ts'
import type { Wrong } from '../ledger/wrong.ts'
import { institutionsOf } from '../plan/institutions.ts'
import { ProgramsWatch } from '../programs-watch.ts'
import { allOf } from './all-of.ts'
import { Calls, CountedClient } from './calls.ts'
import { killNowAndThen } from './kills.ts'
import { MemoryWatch } from './memory.ts'
import { Nodes } from './nodes.ts'
import type { Options } from './options.ts'
import { CentreProcesses } from './processes.ts'
import { sendOneAfterTheOther } from './senders.ts'
import { passed, Sessions } from './sessions.ts'
import { type LoadSummary, summaryOf } from './summary.ts'

const READ_EVERY_MS = 3000
const READ_PIECE_BYTES = 4 * 1024 * 1024
const MEMORY_EVERY_MS = 1000
const TELL_EVERY_MS = 1000
/** Nothing came for so long: what is missing is lost. */
const GIVEN_UP_AFTER_MS = 180_000
/** Whoever downloads or lists it says no more of it: what senders are told is the simulator's matter. */
const JUDGED: ReadonlySet<Wrong['kind']> = new Set([
  'not-accepted',
  'lost',
  'doubled',
  'changed',
  'misdelivered',
])

/** @param tell replaces what it said before @param stopping aborted: everything ends at once */
export async function runLoad(
  options: Options,
  tell: (line: string) => void,
  stopping: AbortSignal,
): Promise<LoadSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-load-'))
  const ends: (() => Promise<void> | void)[] = []
  const onStep = (step: string) => {
    stopping.throwIfAborted()
    tell(`starting: ${step}`)
  }
  const programs = new ProgramsWatch(folder)
  const stopped = new Promise<never>((_, reject) => {
    stopping.addEventListener('abort', () => reject(new Error('it was stopped')), { once: true })
  })
  stopped.catch(() => undefined)
  try {
    onStep('certificates')
    const institutions = institutionsOf(options.institutions)
    const files = await prepareCountry(folder, institutions)
    const warnings = createWriteStream(join(options.report, 'warnings.log'))
    await once(warnings, 'open')
    // Told by the end at the latest; what they say is no reason to leave programs behind.
    warnings.on('error', () => undefined)
    ends.push(() => finished(warnings.end()))
    const centre = await CentreProcesses.start(files, options.processes, onStep, warnings)
    ends.push(() => centre.remove())
    const load = new Load(options, files, centre, folder)
    ends.push(() => load.close())
    await load.prepare(onStep)
    const timer = setInterval(() => tell(load.progress()), TELL_EVERY_MS)
    // Whoever waits for an answer then is not waited for.
    const figures = await Promise.race([load.play(stopping), stopped]).finally(() => clearInterval(timer))
    programs.stop()
    tell('looking back at every mailbox')
    await Promise.race([lookBack(load.places, load.ledger), stopped])
    const wrong = judge(load.ledger.facts()).filter(({ kind }) => JUDGED.has(kind))
    const { findings } = await checked(centre.configPath)
    const troubles = [
      ...figures.troubles,
      ...findings.map(({ kind, of }) => `epacs fsck finds ${kind} of ${of}`),
    ]
    return summaryOf({ ...figures, options, wrong, troubles, load, programs })
  } finally {
    programs.stop()
    ends.unshift(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
    await allOf(ends.toReversed())
  }
}

async function checked(configPath: string) {
  const maintenance = await openForMaintenance(configPath)
  return await runFsck(maintenance, { repair: false, quick: false }).finally(() => maintenance.close())
}

/** Everybody who calls, and what was seen of it. */
class Load {
  readonly calls = new Calls()
  readonly memory = new MemoryWatch()
  readonly ledger = new Ledger(new Set())
  readonly nodes: Nodes
  readonly sessions: Sessions
  readonly places: readonly (Seen & { readonly clerk: CountedClient })[]
  readonly #senders: readonly CountedClient[]
  readonly #options: Options
  readonly #files: Prepared
  readonly #centre: CentreProcesses
  readonly #folder: string
  #beganMs = 0
  #sendings = 0

  constructor(options: Options, files: Prepared, centre: CentreProcesses, folder: string) {
    this.#options = options
    this.#files = files
    this.#centre = centre
    this.#folder = folder
    const portal = `https://localhost:${centre.balancer.portalPort}`
    const entrance = `https://localhost:${centre.balancer.entrancePort}`
    const { ca } = files
    const clientOf = (number: number, bytesPerSecond?: number) => {
      const clerk = files.clerks[number]
      if (clerk === undefined) throw new RangeError(`there is no clerk ${number}`)
      const trust = { ca, cert: clerk.certificatePem, key: clerk.privateKeyPem }
      return new CountedClient(entrance, trust, this.calls, bytesPerSecond)
    }
    this.places = institutionsOf(options.institutions).map((institution) => ({
      institution,
      clerk: clientOf(institution.number),
      hospital: undefined,
    }))
    const lineBytes = (options.lineMbit * 1_000_000) / 8
    this.#senders = Array.from({ length: options.senders }, (_, number) =>
      clientOf(number % options.institutions, lineBytes),
    )
    this.nodes = new Nodes({ portal, entrance }, files, this.calls)
    this.sessions = new Sessions(portal, ca, this.calls)
  }

  async prepare(onStep: (step: string) => void): Promise<void> {
    const hospitals = this.places
      .map(({ institution }) => institution)
      .filter(({ kind }) => kind === 'hospital')
    await this.nodes.enrol(this.#options.nodes, hospitals, onStep)
    await this.sessions.signIn(this.#options.sessions, this.#files, onStep)
  }

  /** For as long as it was wished, and then until everything has arrived. */
  async play(stopping: AbortSignal): Promise<{
    readonly troubles: readonly string[]
    readonly loadMs: number
    readonly settledMs: number | undefined
    readonly centreSeconds: number
  }> {
    const { minutes, seed, scale, killEverySeconds, processes } = this.#options
    const troubles: string[] = []
    const sending = new AbortController()
    const everything = new AbortController()
    const over = AbortSignal.any([sending.signal, stopping])
    const end = AbortSignal.any([everything.signal, stopping])
    const watched = (what: string, work: Promise<void>) =>
      work.catch((error: unknown) => {
        if (!stopping.aborted)
          troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
      })
    const readers = await this.#readers()
    this.#beganMs = Date.now()
    const secondsBefore = await this.#centre.processorSeconds()
    const institutions = this.places.map(({ institution }) => institution)
    const senders = this.#senders.map((clerk, number) =>
      watched(
        `sender ${number + 1}`,
        sendOneAfterTheOther({
          ...{ number, institutions, clerk, ledger: this.ledger, scale, seed, over },
          next: () => ++this.#sendings,
        }),
      ),
    )
    const others = [
      watched(
        'killing',
        killNowAndThen(this.#centre, this.calls, { everyMs: killEverySeconds * 1000, processes, seed, over }),
      ),
      watched('sessions', this.sessions.listMailboxes(over)),
      watched('memory', this.#watchMemory(end)),
    ]
    const reading = readers.map((reader) => watched('reading', readOnAndOn(reader, end)))
    await passed(minutes * 60_000, stopping)
    const loadMs = Date.now() - this.#beganMs
    sending.abort()
    await Promise.all(senders)
    await this.#settle(stopping)
    const settledMs = this.#missing() === 0 ? Date.now() - this.#beganMs - loadMs : undefined
    // Starting, enrolling and signing in have cost what they cost before.
    const centreSeconds = (await this.#centre.processorSeconds()) - secondsBefore
    everything.abort()
    await Promise.all([...others, ...reading])
    stopping.throwIfAborted()
    return { troubles, loadMs, settledMs, centreSeconds }
  }

  progress(): string {
    const { sent } = this.ledger
    const seconds = Math.round((Date.now() - this.#beganMs) / 1000)
    const accepted = sent.filter(({ acceptedMs }) => acceptedMs !== undefined).length
    const streams = [...this.nodes.streams, ...this.sessions.streams]
    const standing = streams.filter(({ stands }) => stands).length
    return (
      `${seconds} s  ${accepted} of ${sent.length} accepted, ${this.#missing()} not there yet, ` +
      `${standing} of ${streams.length} streams stand, ${this.calls.aways.length} kills, ` +
      `${this.calls.failuresOutside.length} errors`
    )
  }

  close(): void {
    for (const client of [...this.places.map(({ clerk }) => clerk), ...this.#senders]) client.close()
    this.nodes.close()
    this.sessions.close()
  }

  async #readers(): Promise<readonly MailboxReader[]> {
    const downloads = join(this.#folder, 'downloads')
    await mkdir(downloads)
    // Everything is deleted once it was read: the store lives in memory.
    const way = { pieceBytes: READ_PIECE_BYTES, isDeleted: () => true }
    return this.places.map((place) => new MailboxReader(place, this.ledger, downloads, way))
  }

  async #watchMemory(end: AbortSignal): Promise<void> {
    do this.memory.note(await this.#centre.residentBytes(), Date.now())
    while (await passed(MEMORY_EVERY_MS, end))
  }

  #missing(): number {
    return this.ledger.sent.filter(({ studyUid, to }) =>
      to.some((at) => !this.ledger.hasArrived(studyUid, at)),
    ).length
  }

  async #settle(stopping: AbortSignal): Promise<void> {
    let entries = this.ledger.entries
    let movedMs = Date.now()
    while (this.#missing() > 0 && Date.now() - movedMs < GIVEN_UP_AFTER_MS && !stopping.aborted) {
      await delay(500)
      if (this.ledger.entries !== entries) movedMs = Date.now()
      entries = this.ledger.entries
    }
  }
}

async function readOnAndOn(reader: MailboxReader, end: AbortSignal): Promise<void> {
  do await reader.readAll()
  while (await passed(READ_EVERY_MS * (0.5 + Math.random()), end))
}
