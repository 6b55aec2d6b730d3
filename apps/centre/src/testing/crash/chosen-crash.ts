/** What is to go wrong in a run, by its seed. */
import { readdir } from 'node:fs/promises'
import { CRASH_POINTS, type CrashPoint } from '../../crash-points.ts'
import { type DiskFaults, FAILING_OPERATIONS } from '../disk/disk-faults.ts'
import type { StoreFate } from './failing-store.ts'

const MIGRATIONS = new URL('../../database/migrations/', import.meta.url)

const ofMigration = (point: CrashPoint) => point.startsWith('migration.')
/** What clients make the centre reach. */
const REACHED_BY_CLIENTS = CRASH_POINTS.filter((point) => !ofMigration(point))
const FATES: readonly StoreFate[] = ['internal error', 'slow down', 'late', 'lost', 'silent']

export type Crash =
  | { readonly kind: 'point'; readonly point: CrashPoint; readonly time: number }
  | { readonly kind: 'moment'; readonly afterMs: number }
  /** `share` of the time that a start takes on this machine. */
  | { readonly kind: 'start'; readonly share: number }

/** The point, and the how-manieth migration. */
export async function chosenMigration(random: () => number): Promise<[CrashPoint, number]> {
  const migrations = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).length
  const points = CRASH_POINTS.filter(ofMigration)
  return [
    points[Math.floor(random() * points.length)] ?? 'migration.before-commit',
    1 + Math.floor(random() * migrations),
  ]
}

/** One kind of operation or two, or all of them: a disk that is full, one that cannot be read, one that is going. */
export function chosenFaults(random: () => number): DiskFaults {
  const isAll = random() < 0.3
  const operations = FAILING_OPERATIONS.filter(() => isAll || random() < 0.25)
  return { chance: isAll ? 0.05 : 0.05 + random() * 0.4, operations }
}

export function chosenCrash(random: () => number): Crash {
  const chance = random()
  if (chance < 0.4) return { kind: 'moment', afterMs: random() * 1500 }
  if (chance < 0.5) return { kind: 'start', share: random() }
  const point = REACHED_BY_CLIENTS[Math.floor(random() * REACHED_BY_CLIENTS.length)]
  if (point === undefined) throw new Error('there are no points')
  return { kind: 'point', point, time: random() < 0.7 ? 1 : 2 }
}

export interface ChosenFate {
  readonly fate: StoreFate
  /** Of each request; 1: all of them. */
  readonly chance: number
}

/**
 * What a store does, one after the other, without end: each kind once before any comes again. Chosen by chance each time, a kind
 * could be missing from every run of a day.
 */
export function* chosenFates(random: () => number): Generator<ChosenFate, never> {
  for (;;) {
    for (const left = [...FATES]; left.length > 0; ) {
      const [fate = 'internal error'] = left.splice(Math.floor(random() * left.length), 1)
      yield { fate, chance: random() < 0.3 ? 1 : 0.1 + random() * 0.4 }
    }
  }
}
