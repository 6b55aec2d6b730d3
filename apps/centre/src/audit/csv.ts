/** The trail as CSV (RFC 4180). */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { allEvents } from './all-events.ts'
import type { TrailEvent, TrailFilter } from './trail.ts'

/** Without it, spreadsheets take UTF-8 for the code page of their country. */
const BYTE_ORDER_MARK = '\uFEFF'

const COLUMNS = [
  'position',
  'at',
  'action',
  'personId',
  'personName',
  'institutionId',
  'institutionName',
  'messageId',
  'details',
  'sha256',
] as const satisfies readonly (keyof TrailEvent)[]

/** The oldest first, up to and with the event at `lastPosition`: what comes later is not awaited. */
export async function* trailAsCsv(
  db: Kysely<Database>,
  filter: TrailFilter,
  lastPosition: number,
): AsyncGenerator<string, void> {
  yield `${BYTE_ORDER_MARK}${COLUMNS.join(',')}\r\n`
  for await (const events of allEvents(db, filter, { last: lastPosition })) yield events.map(line).join('')
}

function line(event: TrailEvent): string {
  return `${COLUMNS.map((column) => cell(event[column])).join(',')}\r\n`
}

function cell(value: TrailEvent[keyof TrailEvent]): string {
  if (value === null) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // A spreadsheet would calculate what begins like a formula; a name may be anybody's invention.
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
