/** The summary as it is printed. */
import type { DayFacts, Summary } from './summary.ts'

const MOST_LISTED = 40

export function summaryText(summary: Summary, { wrong, troubles, institutions }: DayFacts): string {
  const { delays, faults } = summary
  const lines = [
    `${summary.institutions} institutions (${summary.hospitals} hospitals), a day in ${round(summary.minutes)} minutes`,
    `${summary.messages} messages, ${summary.deliveries} deliveries, ${summary.requests} requests for images; ${summary.instances} images, ${round(summary.bytes / 1e6)} MB; ${round(summary.messagesPerMinute)} messages a minute`,
    ...Object.entries(delays).flatMap(([path, spread]) =>
      spread === null
        ? []
        : `${path.padEnd(16)} p50 ${round(spread.p50)} s, p95 ${round(spread.p95)} s, p99 ${round(spread.p99)} s, longest ${round(spread.most)} s (${spread.count})`,
    ),
    summary.secondsToSettle === null
      ? 'it did not settle'
      : `settled ${round(summary.secondsToSettle)} s after the day: all was where it ends, and every sender knew`,
    `the last image arrived ${round(summary.secondsAfter)} s after the day; ${summary.statusesHeld} statuses were held against the truth`,
    ...(summary.peakBytes === null
      ? []
      : [
          `memory of all programs: ${round(summary.peakBytes / 1e9)} GB at most; processor time ${round(summary.processorSeconds ?? 0)} s, starting included`,
        ]),
    `faults: ${
      Object.entries(faults)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', ') || 'none'
    }`,
    ...wrong
      .slice(0, MOST_LISTED)
      .map(
        ({ kind, number, at, told }) =>
          `WRONG  ${kind}: ${number ?? 'unknown'} at ${institutions[at]?.name ?? at}: ${told}`,
      ),
    ...troubles.slice(0, MOST_LISTED).map((each) => `WRONG  ${each}`),
    summary.isWell
      ? 'nothing lost, doubled, changed or misdelivered, and every status was true and told'
      : `NOT WELL: ${wrong.length} findings, ${troubles.length} troubles`,
  ]
  return `${lines.join('\n')}\n`
}

function round(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0)
}
