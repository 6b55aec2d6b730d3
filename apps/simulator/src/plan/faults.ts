/** What breaks in the course of a day, and when. */
import { chosenFrom } from '../../../centre/src/testing/random.ts'
import { MINUTES_OF_A_DAY } from './day-curve.ts'
import type { Institution } from './institutions.ts'

/** How often each is chosen, of all. */
const WEIGHTS = {
  'line cut': 5,
  'line silent': 2,
  'line down': 3,
  'line slow': 2,
  'node killed': 4,
  'centre killed': 1,
  'PACS away': 3,
  'PACS full': 2,
  'queue full': 2,
} as const
export type FaultKind = keyof typeof WEIGHTS
const KINDS = Object.keys(WEIGHTS) as FaultKind[]

export interface PlannedFault {
  /** Of the day, in minutes. */
  readonly atMinute: number
  readonly kind: FaultKind
  /** Number of the institution; null: the centre. */
  readonly where: number | null
  /** Of real time: programs need theirs however short the day is. */
  readonly lastsMs: number
}

/** Of a real minute. */
const FAULTS_A_MINUTE = 6
const SHORTEST_MS = 500
const LONGEST_MS = 6000
/** Whoever's connection is silent learns of it by time alone: people would wait a minute and a half, nodes do not. */
const OF_NODES: ReadonlySet<FaultKind> = new Set([
  'line silent',
  'node killed',
  'PACS away',
  'PACS full',
  'queue full',
])

/** Each kind once before any comes twice; none in the last tenth of the day, which is left for what it did. */
export function planFaults(
  institutions: readonly Institution[],
  minutes: number,
  random: () => number,
): readonly PlannedFault[] {
  const hospitals = institutions.filter(({ kind }) => kind === 'hospital')
  const count = Math.max(1, Math.round(minutes * FAULTS_A_MINUTE))
  const first = shuffled(KINDS, random)
  const faults = Array.from({ length: count }, (_, index): PlannedFault => {
    const kind = first[index] ?? chosenFrom(WEIGHTS, random)
    const among = OF_NODES.has(kind) ? hospitals : institutions
    const where = among[Math.floor(random() * among.length)]?.number ?? 0
    return {
      atMinute: (0.02 + random() * 0.88) * MINUTES_OF_A_DAY,
      kind,
      where: kind === 'centre killed' ? null : where,
      lastsMs: Math.round(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS)),
    }
  })
  return faults.sort((one, other) => one.atMinute - other.atMinute)
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const keyed = items.map((item) => ({ item, key: random() }))
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item)
}
