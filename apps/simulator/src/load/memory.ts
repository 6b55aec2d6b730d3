/** Whether the memory of a process stays flat while it lives. Times in ms, sizes in bytes. */

export interface Life {
  /** Number of the process. */
  readonly at: number
  readonly samples: { readonly ms: number; readonly bytes: number }[]
}

/** What a process takes while it starts says nothing. */
const SETTLED_MS = 20_000
/** A shorter life is too short for a trend. */
const LEAST_MS = 60_000

export class MemoryWatch {
  readonly lives: Life[] = []

  /** What is seen now; a process that was away is another one when it comes back. */
  note(resident: ReadonlyMap<number, number>, ms: number): void {
    const gone = new Set(this.#open.keys())
    for (const [at, bytes] of resident) {
      gone.delete(at)
      let life = this.#open.get(at)
      if (life === undefined) {
        life = { at, samples: [] }
        this.#open.set(at, life)
        this.lives.push(life)
      }
      life.samples.push({ ms, bytes })
    }
    for (const at of gone) this.#open.delete(at)
  }

  readonly #open = new Map<number, Life>()
}

export interface Trend {
  readonly peakBytes: number
  /** Of the life that grew most: the last third's median beside that of the third before; undefined: none lived long enough. */
  readonly growth: number | undefined
}

export function trendOf(lives: readonly Life[]): Trend {
  const peakBytes = lives
    .flatMap(({ samples }) => samples)
    .reduce((most, { bytes }) => Math.max(most, bytes), 0)
  const growths = lives.flatMap(({ samples }) => growthOf(samples) ?? [])
  return { peakBytes, growth: growths.length === 0 ? undefined : Math.max(...growths) }
}

function growthOf(samples: Life['samples']): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || last.ms - first.ms < LEAST_MS) return undefined
  const settled = samples.filter(({ ms }) => ms - first.ms >= SETTLED_MS).map(({ bytes }) => bytes)
  const third = Math.floor(settled.length / 3)
  if (third === 0) return undefined
  return median(settled.slice(-third)) / median(settled.slice(third, 2 * third))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
