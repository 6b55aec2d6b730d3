/** The figures of a day that was played; pure. */
import type { Broken } from '../day/break-things.ts'
import type { Facts } from '../ledger/facts.ts'
import { FAULT_KINDS, type Wrong } from '../ledger/wrong.ts'
import type { Institution } from '../plan/institutions.ts'

export interface Delay {
  readonly number: number
  readonly sentMs: number
  readonly seconds: number
  readonly path: (typeof PATHS)[number]
}

export const PATHS = ['API to mailbox', 'PACS to mailbox', 'API to PACS', 'PACS to PACS'] as const

export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly most: number
}

export interface DayFacts {
  readonly facts: Facts
  readonly wrong: readonly Wrong[]
  readonly institutions: readonly Institution[]
  readonly broken: readonly Broken[]
  readonly troubles: readonly string[]
  readonly repeats: number
  readonly beganMs: number
  readonly endedMs: number
  /** When everything was settled; undefined: it never was. */
  readonly settledMs: number | undefined
  readonly dayMs: number
  /** Of all processes at once; undefined where it cannot be told. */
  readonly peakBytes: number | undefined
  /** Likewise, from the start of the first to the end of the last. */
  readonly processorSeconds: number | undefined
}

export type Summary = ReturnType<typeof summaryOf>

export function summaryOf(day: DayFacts) {
  const { facts, institutions, broken, wrong } = day
  const accepted = facts.sent.filter(({ acceptedMs }) => acceptedMs !== undefined)
  const bytes = accepted.reduce((sum, each) => sum + each.bytes, 0)
  const instances = accepted.reduce((sum, { images }) => sum + images.size, 0)
  const minutes = day.dayMs / 60_000
  const delays = delaysOf(day)
  const counts = new Map<string, number>()
  for (const { kind } of broken) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return {
    institutions: institutions.length,
    hospitals: institutions.filter(({ kind }) => kind === 'hospital').length,
    minutes,
    /** From the end of the day until all was where it ends and everybody had been told; null: it was given up. */
    secondsToSettle:
      day.settledMs === undefined ? null : Math.max(0, (day.settledMs - day.beganMs - day.dayMs) / 1000),
    /** From the end of the day until the last image had arrived. */
    secondsAfter: Math.max(0, (day.endedMs - day.beganMs - day.dayMs) / 1000),
    messages: accepted.length,
    deliveries: accepted.reduce((sum, { to }) => sum + to.length, 0),
    requests: facts.asked.length,
    instances,
    bytes,
    messagesPerMinute: accepted.length / minutes,
    megabytesPerSecond: bytes / 1e6 / (minutes * 60),
    /** In seconds, from everything accepted until it stood in the mailbox, or in the PACS behind a node. */
    delays: Object.fromEntries(
      PATHS.map((path) => [path, spreadOf(delays.filter((each) => each.path === path))]),
    ),
    statusesHeld: facts.told.length,
    faults: Object.fromEntries(counts),
    /** Images that a PACS was given once more after a break, unchanged. */
    repeats: day.repeats,
    peakBytes: day.peakBytes ?? null,
    processorSeconds: day.processorSeconds ?? null,
    wrong: Object.fromEntries(
      FAULT_KINDS.map((kind) => [kind, wrong.filter((each) => each.kind === kind).length]),
    ),
    troubles: day.troubles,
    isWell: wrong.length === 0 && day.troubles.length === 0,
  }
}

/** When images went in several messages, the last of them counts. */
export function delaysOf({ facts }: Pick<DayFacts, 'facts'>): readonly Delay[] {
  return facts.sent.flatMap(({ number, studyUid, to, by, acceptedMs: sentMs }) =>
    to.flatMap((recipient): Delay[] => {
      const ends = facts.reached.filter((each) => each.studyUid === studyUid && each.recipient === recipient)
      if (sentMs === undefined || ends.length === 0) return []
      const from = by === 'api' ? 'API' : 'PACS'
      const until = (path: Delay['path'], times: readonly (number | undefined)[]): Delay[] => {
        const known = times.filter((each) => each !== undefined)
        if (known.length < times.length) return []
        // The last answer and the delivery may cross.
        const seconds = Math.max(0, Math.max(...known) - sentMs) / 1000
        return [{ number, sentMs, path, seconds }]
      }
      return [
        ...until(
          `${from} to mailbox`,
          ends.map(({ deliveredMs }) => deliveredMs),
        ),
        ...until(
          `${from} to PACS`,
          ends.map(({ storedMs }) => storedMs),
        ),
      ]
    }),
  )
}

/** Null: there is nothing to tell of. */
export function spreadOf(delays: readonly Pick<Delay, 'seconds'>[]): Spread | null {
  const sorted = delays.map(({ seconds }) => seconds).sort((one, other) => one - other)
  const most = sorted.at(-1)
  if (most === undefined) return null
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? most
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most }
}
