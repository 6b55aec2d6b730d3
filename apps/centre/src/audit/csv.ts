/** The trail as CSV (RFC 4180), as many rows as there are, a thousand of them in memory. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { matchingEvents, type TrailEvent, type TrailFilter, withNames } from './trail.ts'
import { foundBy } from './trail-search.ts'

const ROWS_AT_ONCE = 1000

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
  const found = await foundBy(db, filter)
  for (let position = 0; ; ) {
    const rows = await matchingEvents(db, filter, found)
      .selectAll()
      .where('position', '>', position)
      .where('position', '<=', lastPosition)
      .orderBy('position')
      .limit(ROWS_AT_ONCE)
      .execute()
    const events = await withNames(db, rows)
    if (events.length > 0) yield events.map(line).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_AT_ONCE) return
    position = last.position
  }
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
