/** `npm run bench -- records`: whether a country's records are found as quickly as a few. */
import { setTimeout as delay } from 'node:timers/promises'
import { askedToEnd } from '../asked-to-end.ts'
import type { Connection } from '../client/connection.ts'
import { openSite, type Site } from '../growth/site.ts'
import { fillCountry, sizeOf, wholeReadings } from './country.ts'
import { RECORDS_HELP, type RecordsOptions, readRecordsOptions } from './options.ts'
import { type Known, learn, QUESTIONS, type Question } from './questions.ts'

/** Plans are made, and pages read, when something is asked for the first times. */
const CALLS_BEFORE = 20
const GB = 1e9

interface Answer {
  readonly title: string
  readonly goalMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

interface Group {
  readonly name: keyof typeof QUESTIONS
  readonly answers: readonly Answer[]
  /** Large tables, or parts of one, that were read from their first row to their last for it. */
  readonly readWhole: readonly string[]
}

export async function benchRecords(args: readonly string[], write: (text: string) => void): Promise<void> {
  const options = readRecordsOptions(args)
  if (options === 'help') return write(RECORDS_HELP)
  const asked = askedToEnd()
  // It may come before anybody waits for it.
  asked.catch(() => undefined)
  const site = await openSite(options.port)
  try {
    const groups = await Promise.race([measure(site, options, write), asked])
    if (groups.some(isMissed)) process.exitCode = 1
  } finally {
    await site.close()
  }
}

async function measure(
  site: Site,
  options: RecordsOptions,
  write: (text: string) => void,
): Promise<readonly Group[]> {
  await fillCountry(site, options, (line) => console.error(line))
  const [known, bytes] = [await learn(site), await sizeOf(site)]
  const groups: Group[] = []
  if (!options.isJson)
    write(`${options.messages.toLocaleString('en')} messages, ${(bytes / GB).toFixed(1)} GB\n`)
  for (const name of ['pages', 'figures'] as const) {
    const before = await wholeReadings(site)
    const answers: Answer[] = []
    for (const question of QUESTIONS[name]) {
      const answer = await ask(site, question, known, options.calls)
      answers.push(answer)
      if (!options.isJson) write(lineOf(answer))
    }
    const after = await wholeReadings(site)
    // What the centre does by itself meanwhile (schedules) may read a table as well, but not once for every second call.
    const readWhole = [...after].filter(
      ([table, count]) => count - (before.get(table) ?? count) > options.calls / 2,
    )
    groups.push({ name, answers, readWhole: readWhole.map(([table]) => table) })
    for (const [table] of options.isJson ? [] : readWhole) write(`  READ AS A WHOLE for ${name}: ${table}\n`)
  }
  if (options.isJson) write(`${JSON.stringify({ messages: options.messages, bytes, groups }, null, 2)}\n`)
  return groups
}

async function ask(site: Site, question: Question, known: Known, calls: number): Promise<Answer> {
  const { title, goalMs, asker, path } = question
  const connection = asker(site)
  for (let call = 0; call < CALLS_BEFORE; call++) await timed(connection, path(calls + call, known))
  const times: number[] = []
  for (let call = 0; call < calls; call++) {
    times.push(await timed(connection, path(call, known)))
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { title, goalMs, p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** @returns milliseconds. Whoever asks too often for the centre's limits waits as long as it says, and asks again. */
async function timed(connection: Connection, path: string): Promise<number> {
  for (;;) {
    const startedMs = performance.now()
    const response = await connection.open(path)
    let bytes = 0
    for await (const chunk of response) bytes += (chunk as Buffer).length
    if (response.statusCode === 200 && bytes > 0) return performance.now() - startedMs
    const { 'retry-after': retryAfter } = response.headers
    if (response.statusCode !== 429 || retryAfter === undefined) {
      throw new Error(`${path} answers ${response.statusCode}`)
    }
    await delay(Number(retryAfter) * 1000)
  }
}

function isMissed({ answers, readWhole }: Group): boolean {
  return readWhole.length > 0 || answers.some(({ goalMs, p99Ms }) => p99Ms > goalMs)
}

function lineOf({ title, goalMs, p50Ms, p99Ms }: Answer): string {
  const goal = `${p99Ms > goalMs ? 'MISSED' : 'reached'}: p99 ≤ ${goalMs} ms`
  return `  ${title.padEnd(36)} p50 ${p50Ms.toFixed(1).padStart(7)} ms  p99 ${p99Ms.toFixed(1).padStart(7)} ms  ${goal}\n`
}
