/** How much memory all programs of a simulation have together, by Linux's own account (smaps_rollup, Pss). */
import { readdir, readFile } from 'node:fs/promises'

const LOOK_EVERY_MS = 5000

export class MemoryWatch {
  readonly #folder: string
  readonly #timer: NodeJS.Timeout
  #peakBytes: number | undefined

  /** @param folder names its programs: it stands in what they were called with */
  constructor(folder: string) {
    this.#folder = folder
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref()
  }

  get peakBytes(): number | undefined {
    return this.#peakBytes
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
    let bytes = 0
    for (const pid of ours) bytes += await shareOf(pid)
    if (bytes > 0) this.#peakBytes = Math.max(bytes, this.#peakBytes ?? 0)
  }
}

interface Running {
  readonly pid: number
  readonly parent: number
  readonly command: string
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
      const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? Number.NaN)
      return Number.isNaN(parent) ? [] : [{ pid: Number(name), parent, command: command ?? '' }]
    })
  return (await Promise.all(found)).flat()
}

async function shareOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024
}
