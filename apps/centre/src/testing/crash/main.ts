/** `npm run crash -- --runs N --crashes N --seed S --store folder|s3 [--encrypted]`. Exit codes: 0 all well, 1 not, 2 called wrongly. */
import { parseArgs } from 'node:util'
import { CrashNetwork, type StoreKind } from './crash-network.ts'
import type { DiskOptions } from './disk-under-centre.ts'
import { totals } from './totals.ts'

const HELP = `npm run crash -- [--runs N] [--crashes N] [--seed S] [--store folder|s3] [--encrypted]
                 [--power-cuts [--deaf PATTERN] | --disk-faults | --store-faults]

Kills a centre (SIGKILL) while people send, take back, forward, download and delete: --crashes times a run (12), --runs runs
(50), at a random moment, at a named point of upload, message, intake, download and deletion, or while it starts, chosen by
the seed S (1), S + 1, and so on. Every tenth run kills the first starts of a third as many other centres within a migration,
and of the others every fifth cuts, slows and takes away the database of a centre that lives on, as many times.
After each crash the records and packages, and when all of the run is done every answer that was given, are held against the
promises.
s3: the packages are in a Ceph of this machine's own. --encrypted: what lies in the data folder is encrypted.
--power-cuts: most crashes are of the whole machine, and what was not synced of the data folder is gone; PostgreSQL's own
files are trusted. --deaf: nobody hears of the syncs of files and folders (with / at their end) whose names in the data
folder fit this regular expression, so the run has to fail.
--disk-faults: nothing is killed, and the data folder's disk fails: it is full, cannot be read, written, synced or listed, and
writes are torn. --store-faults: with --store s3, the same for a store that answers with 500 or 503, late, or not at all.
A failed run is had again by its seed and --crashes; what was under way when it was killed also depends on how fast the
machine is.
`

const EVERY_MIGRATION = 10
const EVERY_DATABASE = 5
/** What is had in runs of its own is had a third as often in them as crashes in the others. */
const CRASHES_TO_EACH_OTHER = 3

interface Options {
  readonly runs: number
  /** Of each run. */
  readonly crashes: number
  readonly seed: number
  readonly store: StoreKind
  readonly isEncrypted: boolean
  /** Undefined: only processes die. */
  readonly disk: DiskOptions | undefined
  /** Nothing is killed, and this fails. */
  readonly failing: 'disk' | 'store' | undefined
}

function readOptions(): Options | 'help' | undefined {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '50' },
        crashes: { type: 'string', default: '12' },
        seed: { type: 'string', default: '1' },
        store: { type: 'string', default: 'folder' },
        encrypted: { type: 'boolean', default: false },
        'power-cuts': { type: 'boolean', default: false },
        deaf: { type: 'string' },
        'disk-faults': { type: 'boolean', default: false },
        'store-faults': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const [runs, crashes, seed] = [Number(values.runs), Number(values.crashes), Number(values.seed)]
    const { store } = values
    if (store !== 'folder' && store !== 's3') return undefined
    const areCounts = [runs, crashes, seed].every((each) => Number.isSafeInteger(each) && each > 0)
    const {
      deaf,
      encrypted: isEncrypted,
      'power-cuts': isCut,
      'disk-faults': isDisk,
      'store-faults': isStore,
    } = values
    const isMisused = [isCut, isDisk, isStore].filter(Boolean).length > 1 || (!isCut && deaf !== undefined)
    // The disk is followed where the packages are; and a folder has no store that could fail.
    if (isMisused || ((isCut || isDisk || isEncrypted) && store === 's3') || (isStore && store === 'folder'))
      return undefined
    const disk = isCut || isDisk ? { deaf } : undefined
    const failing = isDisk ? 'disk' : isStore ? 'store' : undefined
    return areCounts ? { runs, crashes, seed, store, isEncrypted, disk, failing } : undefined
  } catch {
    return undefined
  }
}

async function runOne(
  network: CrashNetwork,
  seed: number,
  { failing, crashes }: Options,
): Promise<readonly string[]> {
  const others = Math.max(1, Math.round(crashes / CRASHES_TO_EACH_OTHER))
  if (failing === 'disk') return await network.runDiskFaults(seed, others)
  if (failing === 'store') return await network.runStoreFaults(seed, others)
  if (seed % EVERY_MIGRATION === 0) return await network.runMigrations(seed, others)
  return seed % EVERY_DATABASE === 0
    ? await network.runDatabaseFaults(seed, others)
    : await network.run(seed, crashes)
}

async function runAll(options: Options): Promise<void> {
  const { runs, seed: first, store, disk, isEncrypted } = options
  const sinceMs = performance.now()
  let isStopped = false
  const failed: number[] = []
  let answers = 0
  let ended = 0
  const counts = new Map<string, number>()
  let network = await CrashNetwork.start(store, disk, isEncrypted)
  const tell = () => {
    const seconds = Math.round((performance.now() - sinceMs) / 1000)
    const all = { first, runs: ended, counts, answers: answers + network.answers, failed, seconds }
    process.stdout.write(`${totals(all)}\n`)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Its processes would go on without it.
    process.once(signal, () => {
      isStopped = true
      tell()
      void network.remove().finally(() => process.exit(1))
    })
  }
  try {
    for (let seed = first; seed < first + runs; seed++) {
      const startedMs = performance.now()
      const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1).padStart(5)
      try {
        const died = await runOne(network, seed, options)
        for (const each of died) counts.set(each, (counts.get(each) ?? 0) + 1)
        process.stdout.write(`seed ${seed}  well    ${seconds()} s  ${died.join(', ')}\n`)
      } catch (error) {
        // What is taken from under it fails.
        if (isStopped) return await new Promise(() => {})
        failed.push(seed)
        process.stdout.write(`seed ${seed}  FAILED  ${seconds()} s\n`)
        console.error(error)
        // What is left of it would be in the way of the next.
        await network.remove()
        const next = await CrashNetwork.start(store, disk, isEncrypted)
        answers += network.answers
        network = next
      }
      ended++
    }
  } finally {
    await network.remove()
  }
  tell()
  if (failed.length > 0) process.exitCode = 1
}

const options = readOptions()
if (options === undefined) {
  console.error(HELP)
  process.exitCode = 2
} else if (options === 'help') process.stdout.write(HELP)
else await runAll(options)
