/** What happened in the course of the day, as charts over its hours. */

import { clockOf, MINUTES_OF_A_DAY } from '../plan/day-curve.ts'
import type { FaultKind } from '../plan/faults.ts'
import { type DayFacts, delaysOf, PATHS } from './summary.ts'
import { escaped, FRAME, hoursAxis, line, rect, stepsTo, svg, tick, valuesAxis, xAt, yAt } from './svg.ts'

const SLOT_MINUTES = 30

/** How far into the day a time lies, and how many days are drawn: what came after its end stands behind it. */
export class DayScale {
  readonly days: number
  readonly #beganMs: number
  readonly #dayMs: number

  constructor({ beganMs, endedMs, dayMs, broken }: DayFacts) {
    this.#beganMs = beganMs
    this.#dayMs = dayMs
    const lastMs = broken.reduce((last, { toMs }) => Math.max(last, toMs ?? 0), endedMs)
    this.days = Math.max(1, Math.ceil(((lastMs - beganMs) / dayMs) * 8) / 8)
  }

  minuteOf(ms: number): number {
    return ((ms - this.#beganMs) / this.#dayMs) * MINUTES_OF_A_DAY
  }

  shareOf(ms: number): number {
    return (ms - this.#beganMs) / this.#dayMs / this.days
  }
}

/** Sent, delivered and stored, by half hours. */
export function messagesChart(day: DayFacts, scale: DayScale): string {
  const slots = Math.ceil((scale.days * MINUTES_OF_A_DAY) / SLOT_MINUTES)
  const count = (times: readonly (number | undefined)[]) => {
    const counts = new Array<number>(slots).fill(0)
    for (const ms of times) {
      if (ms === undefined) continue
      const slot = Math.min(slots - 1, Math.max(0, Math.floor(scale.minuteOf(ms) / SLOT_MINUTES)))
      counts[slot] = (counts[slot] ?? 0) + 1
    }
    return counts
  }
  const series = [
    { kind: 'sent', counts: count(day.facts.sent.map(({ acceptedMs }) => acceptedMs)) },
    { kind: 'delivered', counts: count(day.facts.reached.map(({ deliveredMs }) => deliveredMs)) },
    { kind: 'stored', counts: count(day.facts.reached.map(({ storedMs }) => storedMs)) },
  ]
  const steps = stepsTo(Math.max(...series.flatMap(({ counts }) => counts)))
  const most = steps.at(-1) ?? 1
  const widthOf = (xAt(FRAME, 1) - xAt(FRAME, 0)) / slots
  const bars = series.flatMap(({ kind, counts }, index) =>
    counts.map((value, slot) => {
      if (value === 0) return ''
      const x = xAt(FRAME, slot / slots) + 1 + (index * (widthOf - 2)) / 3
      const y = yAt(FRAME, value / most)
      const title = `${clockOf(slot * SLOT_MINUTES)}: ${value} ${kind}`
      return rect(x, y, (widthOf - 2) / 3, FRAME.height - FRAME.bottom - y, kind, title)
    }),
  )
  const parts = [...valuesAxis(FRAME, steps), ...hoursAxis(FRAME, scale.days), ...bars]
  return svg(FRAME, 'Messages in each half hour: sent, delivered, stored', parts)
}

/** Each delivery: when it was sent, and how long it took, on a scale of powers of ten. */
export function delaysChart(day: DayFacts, scale: DayScale): string {
  const delays = delaysOf(day)
  const [least, most] = [0.1, Math.max(10, ...delays.map(({ seconds }) => seconds))]
  const top = Math.ceil(Math.log10(most))
  const shareOf = (seconds: number) =>
    (Math.log10(Math.max(least, seconds)) - Math.log10(least)) / (top - Math.log10(least))
  const axis = Array.from({ length: top + 2 }, (_, index) => {
    const seconds = 10 ** (index - 1)
    const y = yAt(FRAME, shareOf(seconds))
    return (
      line(FRAME.left, y, FRAME.width - FRAME.right, y, 'grid') +
      tick(FRAME.left - 6, y + 4, `${seconds} s`, 'end')
    )
  })
  const dots = delays.map(({ number, sentMs, seconds, path }) => {
    const x = xAt(FRAME, scale.shareOf(sentMs)).toFixed(1)
    const y = yAt(FRAME, shareOf(seconds)).toFixed(1)
    const title = escaped(`${number}, ${path}: ${seconds.toFixed(1)} s`)
    return `<circle class="path${PATHS.indexOf(path)}" cx="${x}" cy="${y}" r="3"><title>${title}</title></circle>`
  })
  return svg(FRAME, 'How long each delivery took', [...axis, ...hoursAxis(FRAME, scale.days), ...dots])
}

const ROW = 24
const FAULT_LEFT = 96

/** What was broken, from when to when, a row for each kind. */
export function faultsChart({ broken, institutions, endedMs }: DayFacts, scale: DayScale): string {
  const kinds = [...new Set(broken.map(({ kind }) => kind))].sort()
  const frame = { ...FRAME, left: FAULT_LEFT, height: kinds.length * ROW + FRAME.top + FRAME.bottom }
  const rowOf = (kind: FaultKind) => FRAME.top + kinds.indexOf(kind) * ROW
  const names = kinds.map((kind) => tick(FAULT_LEFT - 8, rowOf(kind) + 16, kind, 'end'))
  const bars = broken.map(({ kind, where, fromMs, toMs = endedMs }) => {
    const [from, to] = [xAt(frame, scale.shareOf(fromMs)), xAt(frame, scale.shareOf(toMs))]
    const whom = where === null ? 'the centre' : (institutions[where]?.name ?? '')
    const title = `${clockOf(scale.minuteOf(fromMs))} ${kind}: ${whom}, ${((toMs - fromMs) / 1000).toFixed(1)} s`
    return rect(from, rowOf(kind) + 4, Math.max(3, to - from), ROW - 8, 'fault', title)
  })
  return svg(frame, 'Faults', [...hoursAxis(frame, scale.days), ...names, ...bars])
}
