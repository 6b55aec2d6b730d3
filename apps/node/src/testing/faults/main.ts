/** `npm run faults -- --runs N --seed S`: seeded runs with whatever breaks. Exit codes: 0 all well, 1 not, 2 called wrongly. */
import { parseArgs } from 'node:util'
import { type Fault, FaultNetwork, IMAGE_BYTES, isFault } from './fault-network.ts'

const HELP = `npm run faults -- [--runs N] [--seed S] [--faults A,B,C] [--early]
npm run faults -- --drop-every SECONDS [--megabytes N]

Sends a study of eight images from PACS to node to centre to node to two PACS, N times (50), while lines are cut, slow,
down or half open, nodes, the centre and a PACS (storescp) are killed, and the other PACS is away or full: three faults a
run, chosen by the seed S (1), S + 1, and so on. Every image has to arrive at both once, byte for byte, in one message, and every status has to be true.
With --drop-every one study of N megabytes (100) goes over lines that drop all that time, some two megabytes a second fast,
and what passed of them is told: it has to be less than twice the package in each direction.

A failed run tells how everything stood, and is had again by its seed; what broke when also depends on how fast the machine
is. With --early both nodes are set to early images, and lines are slow, so that things break while images come. In a third
of the runs the sending is broken off first: what a PACS has of it must be named at the recipient until its message comes.
--faults names what breaks in each run, in place of what the seeds choose: 'kill centre,cut,silence'.
`

interface Options {
  readonly runs: number
  readonly seed: number
  /** Undefined: the seeds choose. */
  readonly faults: readonly Fault[] | undefined
  /** Undefined: seeded runs. */
  readonly dropEvery: number | undefined
  readonly megabytes: number
  readonly isEarly: boolean
}

function readOptions(): Options | 'help' | undefined {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '50' },
        seed: { type: 'string', default: '1' },
        faults: { type: 'string' },
        'drop-every': { type: 'string' },
        megabytes: { type: 'string', default: '100' },
        early: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const [runs, seed] = [Number(values.runs), Number(values.seed)]
    const dropEvery = values['drop-every'] === undefined ? undefined : Number(values['drop-every'])
    const numbers = [runs, seed, Number(values.megabytes), dropEvery ?? 1]
    if (!numbers.every((each) => Number.isSafeInteger(each) && each > 0)) return undefined
    const faults = values.faults?.split(',').map((each) => each.trim())
    if (faults !== undefined && !faults.every(isFault)) return undefined
    return { runs, seed, faults, dropEvery, megabytes: Number(values.megabytes), isEarly: values.early }
  } catch {
    return undefined
  }
}

async function runDropping(everySeconds: number, megabytes: number): Promise<void> {
  const faults = await FaultNetwork.start()
  const sinceMs = performance.now()
  try {
    const study = await faults.makeStudy(1, Math.ceil((megabytes * 1e6) / IMAGE_BYTES))
    const told = await faults.sendOverDroppingLines(study, {
      every: { ms: everySeconds * 1000 },
      delayMs: 30,
    })
    await faults.assertArrived(study)
    const mb = (bytes: number) => (bytes / 1e6).toFixed(1)
    const { drops, packageBytes, upBytes, downBytes } = told
    process.stdout.write(
      `${mb(packageBytes)} MB arrived in ${((performance.now() - sinceMs) / 1000).toFixed(0)} s over lines that dropped ${drops} times; ` +
        `${mb(upBytes)} MB passed to the centre, ${mb(downBytes)} MB from it\n`,
    )
    if (Math.max(upBytes, downBytes) >= 2 * packageBytes) process.exitCode = 1
  } finally {
    await faults.remove()
  }
}

async function runAll({ runs, seed: first, faults: chosen, isEarly }: Options): Promise<void> {
  const sinceMs = performance.now()
  let faults = await FaultNetwork.start({ isEarly })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Its processes would go on without it.
    process.once(signal, () => void faults.remove().finally(() => process.exit(1)))
  }
  const failed: number[] = []
  const counts = new Map<string, number>()
  let earlyImages = 0
  try {
    for (let seed = first; seed < first + runs; seed++) {
      const startedMs = performance.now()
      const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1)
      try {
        const { broken, early, whyNone } = await faults.run(seed, chosen)
        earlyImages += early
        for (const each of broken) counts.set(each, (counts.get(each) ?? 0) + 1)
        process.stdout.write(
          `seed ${seed}  well    ${seconds().padStart(5)} s  ${isEarly ? `${early} early  ` : ''}${broken.join(', ')}${whyNone === null ? '' : `; none early: ${whyNone}`}\n`,
        )
      } catch (error) {
        failed.push(seed)
        process.stdout.write(`seed ${seed}  FAILED  ${seconds().padStart(5)} s\n`)
        console.error(error)
        console.error(await faults.account())
        // What is left of it would be in the way of the next.
        await faults.remove()
        faults = await FaultNetwork.start({ isEarly })
      }
    }
  } finally {
    await faults.remove()
  }
  const kinds = [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
  const minutes = ((performance.now() - sinceMs) / 60_000).toFixed(1)
  process.stdout.write(
    `${runs} runs in ${minutes} minutes, ${failed.length} failed${failed.length === 0 ? '' : ` (${failed.join(', ')})`}: ${kinds}\n`,
  )
  if (isEarly) process.stdout.write(`${earlyImages} images were at a PACS before their message\n`)
  // Otherwise nothing was tried.
  const isTried = !isEarly || earlyImages > 0
  if (failed.length > 0 || !isTried) process.exitCode = 1
}

const options = readOptions()
if (options === undefined) {
  console.error(HELP)
  process.exitCode = 2
} else if (options === 'help') process.stdout.write(HELP)
else if (options.dropEvery !== undefined) await runDropping(options.dropEvery, options.megabytes)
else await runAll(options)
