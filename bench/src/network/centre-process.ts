/** What the centre's process takes and how it breathes: /proc, and its own metrics. PostgreSQL's processes are others. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Connection } from '../client/connection.ts'

/** Forgets the peak so far (proc(5): 5 into clear_refs resets VmHWM). */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5')
}

/** Peak resident memory since the start or the last `forgetPeak`, with all threads of the process. */
export async function peakBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status does not tell VmHWM`)
  return Number(kibibytes) * 1024
}

/** On every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100

/** Processor time of all its threads since the start, in user and kernel mode (proc(5), stat). */
export async function cpuSeconds(pid: number): Promise<number> {
  return processorSecondsIn(await readFile(`/proc/${pid}/stat`, 'utf8')).own
}

/** Out of a `/proc/PID/stat`; `ofEnded`: of its children that have ended and were waited for. */
export function processorSecondsIn(stat: string): { parent: number; own: number; ofEnded: number } {
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const seconds = (first: number) =>
    (Number(fields[first] ?? 0) + Number(fields[first + 1] ?? 0)) / TICKS_PER_SECOND
  return { parent: Number(fields[1] ?? 0), own: seconds(11), ofEnded: seconds(13) }
}

/**
 * The event loop's delay in milliseconds at the 99th percentile since the metrics were asked for last; undefined when
 * the centre does not tell it.
 */
export async function eventLoopDelayMs(connection: Connection): Promise<number | undefined> {
  const response = await connection.open('/metrics')
  let text = ''
  for await (const chunk of response) text += chunk
  const seconds = /^nodejs_eventloop_lag_p99_seconds(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]
  return response.statusCode === 200 && seconds !== undefined ? Number(seconds) * 1000 : undefined
}
