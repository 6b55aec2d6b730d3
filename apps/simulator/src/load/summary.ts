/** What a load showed, in figures. */
import type { Arrival, Sent } from '../ledger/facts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Wrong } from '../ledger/wrong.ts'
import type { ProgramsWatch } from '../programs-watch.ts'
import { type Calls, percentile } from './calls.ts'
import { type MemoryWatch, trendOf } from './memory.ts'
import type { Nodes } from './nodes.ts'
import type { Options } from './options.ts'

const MOST_LISTED = 40

export interface LoadSummary {
  readonly options: Options
  readonly seconds: number
  /** Until everything had arrived; null: it did not. */
  readonly secondsToSettle: number | null
  readonly messages: number
  readonly deliveries: number
  readonly instances: number
  readonly bytes: number
  readonly kills: number
  readonly calls: number
  readonly errorsWhileAway: number
  /** While no process was away. */
  readonly errors: readonly string[]
  readonly listMs: {
    readonly count: number
    readonly p50: number | null
    readonly p99: number | null
    readonly p99Always: number | null
  }
  readonly toldMs: {
    readonly count: number
    readonly p50: number | null
    readonly p99: number | null
    readonly missed: number
  }
  readonly sentToArrivedSeconds: { readonly p50: number | null; readonly p99: number | null }
  readonly memory: { readonly peakBytes: number; readonly growth: number | null }
  /** Of all programs but the store, starting included; and of the centre's processes from the first sending on. */
  readonly processorSeconds: { readonly all: number | null; readonly centre: number }
  readonly wrong: readonly Wrong[]
  readonly troubles: readonly string[]
  readonly isWell: boolean
}

export interface LoadFacts {
  readonly options: Options
  readonly load: {
    readonly ledger: Ledger
    readonly calls: Calls
    readonly nodes: Nodes
    readonly memory: MemoryWatch
  }
  readonly programs: ProgramsWatch
  readonly wrong: readonly Wrong[]
  readonly troubles: readonly string[]
  readonly loadMs: number
  readonly settledMs: number | undefined
  readonly centreSeconds: number
}

export function summaryOf({
  options,
  load,
  programs,
  wrong,
  troubles,
  loadMs,
  settledMs,
  centreSeconds,
}: LoadFacts): LoadSummary {
  const { ledger, calls, nodes } = load
  const { sent, arrivals, reached } = ledger.facts()
  const lists = calls.listMs('nothing-away')
  const told = nodes.told(reached)
  const waits = waitsOf(sent, arrivals)
  const trend = trendOf(load.memory.lives)
  const errors = calls.failuresOutside.map(({ told }) => told)
  return {
    options,
    seconds: loadMs / 1000,
    secondsToSettle: settledMs === undefined ? null : settledMs / 1000,
    messages: sent.length,
    deliveries: sent.reduce((sum, { to }) => sum + to.length, 0),
    instances: sent.reduce((sum, { images }) => sum + images.size, 0),
    bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0),
    kills: calls.aways.length,
    calls: calls.count,
    errorsWhileAway: calls.failuresWithin,
    errors,
    listMs: {
      count: lists.length,
      p50: percentile(lists, 0.5) ?? null,
      p99: percentile(lists, 0.99) ?? null,
      p99Always: percentile(calls.listMs('always'), 0.99) ?? null,
    },
    toldMs: {
      count: told.afterMs.length,
      p50: percentile(told.afterMs, 0.5) ?? null,
      p99: percentile(told.afterMs, 0.99) ?? null,
      missed: told.missed,
    },
    sentToArrivedSeconds: { p50: percentile(waits, 0.5) ?? null, p99: percentile(waits, 0.99) ?? null },
    memory: { peakBytes: trend.peakBytes, growth: trend.growth ?? null },
    processorSeconds: { all: programs.processorSeconds ?? null, centre: centreSeconds },
    wrong,
    troubles,
    isWell:
      wrong.length === 0 &&
      troubles.length === 0 &&
      errors.length === 0 &&
      told.missed === 0 &&
      settledMs !== undefined,
  }
}

/** Seconds from the sending's acceptance to the last image at each recipient, ascending. */
function waitsOf(sent: readonly Sent[], arrivals: readonly Arrival[]): readonly number[] {
  const last = new Map<string, number>()
  for (const { at, uid, ms } of arrivals) last.set(`${at} ${uid}`, ms)
  return sent
    .flatMap(({ to, images, acceptedMs }) =>
      to.map((at) => {
        const times = [...images.keys()].map((uid) => last.get(`${at} ${uid}`) ?? Number.NaN)
        return acceptedMs === undefined ? Number.NaN : Math.max(0, Math.max(...times) - acceptedMs) / 1000
      }),
    )
    .filter((seconds) => !Number.isNaN(seconds))
    .sort((one, other) => one - other)
}

const LIST_P99_MS = 100
const FLAT = 1.15

export function loadText(summary: LoadSummary): string {
  const { options, listMs, toldMs, sentToArrivedSeconds: waits, memory } = summary
  const lines = [
    `${options.processes} processes, ${options.nodes} nodes and ${options.sessions} sessions with a stream each, ${options.senders} senders on lines of ${options.lineMbit} Mbit/s, ${options.institutions} institutions`,
    `${round(summary.seconds)} s: ${summary.messages} messages, ${summary.deliveries} deliveries, ${summary.instances} images, ${round(summary.bytes / 1e6)} MB; ${summary.calls} calls, ${summary.kills} kills`,
    summary.secondsToSettle === null
      ? 'NOT everything arrived'
      : `everything had arrived ${round(summary.secondsToSettle)} s after the last was sent; from accepted to downloaded p50 ${shown(waits.p50)} s, p99 ${shown(waits.p99)} s`,
    `errors while no process was away: ${summary.errors.length}${goal(summary.errors.length === 0, '0')}; while one was: ${summary.errorsWhileAway} (all asked again)`,
    `list of a mailbox, ${listMs.count} times while no process was away: p50 ${shown(listMs.p50)} ms, p99 ${shown(listMs.p99)} ms${goal((listMs.p99 ?? Number.POSITIVE_INFINITY) < LIST_P99_MS, `< ${LIST_P99_MS}`)}; with what was asked while one was away: p99 ${shown(listMs.p99Always)} ms`,
    `events of deliveries at nodes, ${toldMs.count}: p50 ${shown(toldMs.p50)} ms, p99 ${shown(toldMs.p99)} ms; ${toldMs.missed} never came though the stream stood`,
    `memory of a process: ${round(memory.peakBytes / 1e6)} MB at most; ${memory.growth === null ? 'none lived long enough for a trend' : `the last third of a life ${memory.growth.toFixed(2)} of the third before${goal(memory.growth < FLAT, `< ${FLAT}`)}`}`,
    `processor time of the centre's processes while it was sent, read and deleted: ${round(summary.processorSeconds.centre)} s, ${round((1000 * summary.processorSeconds.centre) / Math.max(1, summary.messages))} ms a message`,
    ...(summary.processorSeconds.all === null
      ? []
      : [`… of all programs but the store, starting included: ${round(summary.processorSeconds.all)} s`]),
    ...counted(summary.errors)
      .slice(0, MOST_LISTED)
      .map((each) => `ERROR  ${each}`),
    ...summary.wrong
      .slice(0, MOST_LISTED)
      .map(({ kind, number, at, told }) => `WRONG  ${kind}: ${number ?? 'unknown'} at ${at}: ${told}`),
    ...summary.troubles.slice(0, MOST_LISTED).map((each) => `WRONG  ${each}`),
    summary.isWell ? 'nothing lost, doubled, changed or misdelivered' : 'NOT WELL',
  ]
  return `${lines.join('\n')}\n`
}

function counted(errors: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const each of errors) times.set(each, (times.get(each) ?? 0) + 1)
  return [...times].map(([told, count]) => `${count} × ${told}`)
}

function goal(isReached: boolean, wanted: string): string {
  return isReached ? ` (reached: ${wanted})` : ` (MISSED: ${wanted})`
}

function shown(value: number | null): string {
  return value === null ? '-' : round(value)
}

function round(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0)
}
