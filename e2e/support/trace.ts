/**
 * A trace of what a page and its workers do, with the script's stacks, where MEASURE_TRACE names a folder: for the
 * developer tools of Chromium. Tasks in it have their processor time (`tdur`) beside the time that passed, which says
 * something on a busy machine, too.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const folder = process.env.MEASURE_TRACE

/** The first is the browser's: it makes the files of a choice before the page learns of it. */
const MOST_TOLD = 6

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'blink.user_timing',
  'v8.execute',
  'disabled-by-default-v8.cpu_profiler',
]

export async function traced<Result>(page: Page, name: string, work: () => Promise<Result>): Promise<Result> {
  const browser = page.context().browser()
  if (folder === undefined || browser === null) return await work()
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.json`)
  await browser.startTracing(page, { path, categories: CATEGORIES })
  const result = await work().finally(() => browser.stopTracing())
  const longest = (await taskTimes(path)).slice(0, MOST_TOLD).map((ms) => ms.toFixed(0))
  process.stdout.write(`${name}: longest tasks of the page, ms of processor time: ${longest.join(', ')}\n`)
  return result
}

interface TraceEvent {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of the thread's processor time. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Of the main thread that had most to do, the longest first. */
async function taskTimes(path: string): Promise<readonly number[]> {
  const { traceEvents } = JSON.parse(await readFile(path, 'utf8')) as {
    readonly traceEvents: readonly TraceEvent[]
  }
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const ofThread = new Map<string, number[]>()
  for (const event of traceEvents)
    if (event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
      ofThread.set(threadOf(event), [])
  for (const event of traceEvents)
    if (event.ph === 'X' && event.name === 'ThreadControllerImpl::RunTask')
      ofThread.get(threadOf(event))?.push((event.tdur ?? 0) / 1000)
  const [busiest = []] = [...ofThread.values()].toSorted((one, other) => other.length - one.length)
  return busiest.toSorted((one, other) => other - one)
}
