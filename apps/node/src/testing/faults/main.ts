/** `npm run faults -- --runs N --seed S`: seeded runs with whatever breaks. Exit codes: 0 all well, 1 not, 2 called wrongly. */
import { parseArgs } from 'node:util'
import { FaultNetwork } from './fault-network.ts'

const HELP = `npm run faults -- [--runs N] [--seed S]

Sends a study of eight images from PACS to node to centre to node to two PACS, N times (50), while lines are cut, slow,
down or half open, nodes, the centre and a PACS (storescp) are killed, and the other PACS is away or full: three faults a
run, chosen by the seed S (1), S + 1, and so on. Every image has to arrive at both once, byte for byte, in one message, and every status has to be true.
A failed run is had again by its seed; what broke when also depends on how fast the machine is.
`

function readOptions(): { readonly runs: number; readonly seed: number } | 'help' | undefined {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '50' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const [runs, seed] = [Number(values.runs), Number(values.seed)]
    return Number.isSafeInteger(runs) && runs > 0 && Number.isSafeInteger(seed) && seed > 0
      ? { runs, seed }
      : undefined
  } catch {
    return undefined
  }
}

async function runAll({
  runs,
  seed: first,
}: {
  readonly runs: number
  readonly seed: number
}): Promise<void> {
  const sinceMs = performance.now()
  let faults = await FaultNetwork.start()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Its processes would go on without it.
    process.once(signal, () => void faults.remove().finally(() => process.exit(1)))
  }
  const failed: number[] = []
  const counts = new Map<string, number>()
  try {
    for (let seed = first; seed < first + runs; seed++) {
      const startedMs = performance.now()
      const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1)
      try {
        const broken = await faults.run(seed)
        for (const each of broken) counts.set(each, (counts.get(each) ?? 0) + 1)
        process.stdout.write(`seed ${seed}  well    ${seconds().padStart(5)} s  ${broken.join(', ')}\n`)
      } catch (error) {
        failed.push(seed)
        process.stdout.write(`seed ${seed}  FAILED  ${seconds().padStart(5)} s\n`)
        console.error(error)
        // What is left of it would be in the way of the next.
        await faults.remove()
        faults = await FaultNetwork.start()
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
  if (failed.length > 0) process.exitCode = 1
}

const options = readOptions()
if (options === undefined) {
  console.error(HELP)
  process.exitCode = 2
} else if (options === 'help') process.stdout.write(HELP)
else await runAll(options)
