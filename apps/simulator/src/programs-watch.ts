/** How much memory and processor time all programs of a simulation take together, by Linux's own account (proc(5)). */
import { readdir, readFile } from 'node:fs/promises'

const LOOK_EVERY_MS = 10_000
/** The kernel counts the pages of all of them for it. */
const LOOKS_PER_LOOK_AT_MEMORY = 3

/** Of utime and stime: the same on every Linux that Node.js runs on. */
const TICKS_A_SECOND = 100

export class ProgramsWatch {
  readonly #folder: string
  readonly #timer: NodeJS.Timeout
  /** Processor time of each, those that have ended included, as it was seen last. */
  readonly #ticks = new Map<number, number>()
  #looks = 0
  #peakBytes: number | undefined

  /** @param folder names its programs: it stands in what they were called with */
  constructor(folder: string) {
    this.#folder = folder
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref()
  }

  get peakBytes(): number | undefined {
    return this.#peakBytes
  }

  get processorSeconds(): number | undefined {
    if (this.#ticks.size === 0) return undefined
    return [...this.#ticks.values()].reduce((sum, ticks) => sum + ticks, 0) / TICKS_A_SECOND
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    const processes = await runningProcesses()
    const ours = new Set([process.pid])
    for (const { pid, command } of processes) if (command.includes(this.#folder)) ours.add(pid)
    // Children of children: as often as something is added.
    for (let before = 0; before < ours.size; ) {
      before = ours.size
      for (const { pid, parent } of processes) if (ours.has(parent)) ours.add(pid)
    }
    for (const { pid, ticks } of processes) if (ours.has(pid)) this.#ticks.set(pid, ticks)
    if (this.#looks++ % LOOKS_PER_LOOK_AT_MEMORY > 0) return
    let bytes = 0
    for (const pid of ours) bytes += await shareOf(pid)
    if (bytes > 0) this.#peakBytes = Math.max(bytes, this.#peakBytes ?? 0)
  }
}

interface Running {
  readonly pid: number
  readonly parent: number
  readonly command: string
  readonly ticks: number
}

/** Nothing where there is no /proc, and none that end meanwhile. */
async function runningProcesses(): Promise<readonly Running[]> {
  const names = await readdir('/proc').catch(() => [])
  const found = names
    .filter((name) => /^\d+$/.test(name))
    .map(async (name): Promise<Running[]> => {
      const [stat, command] = await Promise.all(
        ['stat', 'cmdline'].map((file) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')),
      )
      // Behind the name, which may hold anything: state, parent, and so on.
      const fields =
        stat
          ?.slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number) ?? []
      const [, parent, , , , , , , , , , user = 0, system = 0] = fields
      if (parent === undefined) return []
      return [{ pid: Number(name), parent, command: command ?? '', ticks: user + system }]
    })
  return (await Promise.all(found)).flat()
}

async function shareOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024
}
