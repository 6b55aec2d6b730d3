/** One simulation, from an empty folder to its judgement. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFsck } from '../../centre/src/fsck/index.ts'
import { openForMaintenance } from '../../centre/src/maintenance.ts'
import { lookForPatients, requireNoPatients } from '../../centre/src/testing/planted-patients.ts'
import { Country } from './country/country.ts'
import { lookBack } from './day/look-back.ts'
import { DayInPlay } from './day/play-day.ts'
import { judge } from './ledger/judge.ts'
import { Ledger } from './ledger/ledger.ts'

import type { Options } from './options.ts'
import { clockOf, MINUTES_OF_A_DAY } from './plan/day-curve.ts'
import { planDay } from './plan/plan-day.ts'
import { ProgramsWatch } from './programs-watch.ts'
import type { DayFacts } from './report/summary.ts'

const MINUTE_MS = 60_000
const TELL_EVERY_MS = 1000

/** @param tell replaces what it said before @param stopping aborted: everything ends at once */
export async function simulate(
  options: Options,
  tell: (line: string) => void,
  stopping: AbortSignal,
): Promise<DayFacts & { readonly folder: string }> {
  const day = planDay(options)
  const folder = await mkdtemp(join(tmpdir(), 'epacs-simulation-'))
  const ledger = new Ledger(
    new Set(day.institutions.filter(({ kind }) => kind === 'hospital').map(({ number }) => number)),
  )
  const programs = new ProgramsWatch(folder)
  let starting: Promise<Country> | undefined
  let country: Country | undefined
  let looking: Promise<readonly string[]> | undefined
  let play: DayInPlay | undefined
  const stopped = new Promise<never>((_, reject) => {
    stopping.addEventListener('abort', () => reject(new Error('it was stopped')), { once: true })
  })
  stopped.catch(() => undefined)
  try {
    const { institutions } = day
    starting = Country.start({
      ...options,
      folder,
      institutions,
      ledger,
      onStep: (step) => tell(`starting: ${step}`),
      stopping,
    })
    country = await Promise.race([starting, stopped])
    const downloads = join(folder, 'downloads')
    await mkdir(downloads)
    const dayMs = options.minutes * MINUTE_MS
    const playing = new DayInPlay({ country, ledger, day, dayMs, folder: downloads })
    play = playing
    const timer = setInterval(
      () => tell(progressOf(playing, ledger, dayMs, day.sendings.length)),
      TELL_EVERY_MS,
    )
    const played = await Promise.race([playing.play(), stopped]).finally(() => clearInterval(timer))
    tell('looking back at every mailbox')
    await Promise.race([lookBack(country.places, ledger), stopped])
    const facts = ledger.facts()
    looking = troublesOf(country)
    const troubles = [...played.troubles, ...(await Promise.race([looking, stopped]))]
    return {
      ...{ facts, institutions, dayMs, folder, troubles, broken: played.broken, beganMs: played.beganMs },
      ...{
        wrong: judge(facts),
        repeats: ledger.repeats,
        endedMs: played.endedMs,
        settledMs: played.settledMs,
      },
      peakBytes: programs.peakBytes,
      processorSeconds: programs.processorSeconds,
    }
  } finally {
    programs.stop()
    await play?.end()
    // It may hold the database open.
    await looking?.catch(() => undefined)
    // Stopped while it started: what it is made of runs already. Where it could not start it has removed itself.
    country ??= await starting?.catch(() => undefined)
    await country?.remove(options)
    if (!options.isKept) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What the ledger does not see: the centre's own records, and patients in logs. */
async function troublesOf(country: Country): Promise<readonly string[]> {
  const maintenance = await openForMaintenance(country.configPath)
  const { findings } = await runFsck(maintenance, { repair: false, quick: false }).finally(() =>
    maintenance.close(),
  )
  const troubles = findings.map(({ kind, of }) => `epacs fsck finds ${kind} of ${of}`)
  for (const { node } of country.hospitals) {
    for (const line of (await node.log()).split('\n')) lookForPatients(line, 'a line of a node')
  }
  try {
    requireNoPatients()
    return troubles
  } catch (error) {
    return [...troubles, error instanceof Error ? error.message : String(error)]
  }
}

function progressOf({ beganMs, broken }: DayInPlay, ledger: Ledger, dayMs: number, planned: number): string {
  const share = (Date.now() - beganMs) / dayMs
  const clock = share < 1 ? clockOf(share * MINUTES_OF_A_DAY) : 'after'
  const { sent } = ledger
  const accepted = sent.filter(({ acceptedMs }) => acceptedMs !== undefined).length
  const arrived = sent.filter(({ studyUid, to }) => to.every((at) => ledger.hasArrived(studyUid, at))).length
  const now = broken.filter(({ toMs }) => toMs === undefined).map(({ kind }) => kind)
  const faults =
    broken.length === 0 ? '' : `, ${broken.length} faults${now.length > 0 ? ` (${now.join(', ')})` : ''}`
  return `${clock}  ${accepted} of ${Math.max(planned, sent.length)} sent, ${arrived} arrived${faults}`
}
