/** Reads the register's open data row by row: places of care, and rows that are none with the reason. */
import { Readable } from 'node:stream'
import { type InstitutionKind, icoDigits, isIco } from '@epacs/exchange'
import { parse } from 'csv-parse'
import { type Fields, fieldsReader } from './columns.ts'
import { kindOf } from './kinds.ts'
import { type Position, positionOf } from './position.ts'
import { UnreadableRegisterError, wholeLines } from './whole-lines.ts'

export interface RegisterPlace {
  readonly placeId: string
  /** Eight digits with a right check digit. */
  readonly ico: string
  readonly providerName: string
  readonly placeName: string
  readonly kindWords: string
  readonly kind: InstitutionKind | null
  readonly street: string | null
  readonly city: string | null
  readonly postalCode: string | null
  readonly region: string | null
  readonly position: Position | null
  readonly seatStreet: string | null
  readonly seatCity: string | null
  readonly seatPostalCode: string | null
}

export interface BadRow {
  /** Counted from 1, the header's being 1; of records of several lines the last, of unclosed quotes the first. */
  readonly line: number
  readonly reason: 'unclosed-quote' | 'not-csv' | 'wrong-number-of-fields' | 'no-name' | 'wrong-ico'
}

const LONGEST_TEXT = 500

/** Throws UnreadableRegisterError when the file as a whole is not the register. */
export async function* readRegister(
  source: AsyncIterable<Uint8Array>,
  onBad: (row: BadRow) => void,
): AsyncGenerator<RegisterPlace> {
  const text = wholeLines(source, (line) => onBad({ line, reason: 'unclosed-quote' }))
  const first = await text.next()
  if (first.done === true) throw new UnreadableRegisterError('The file is empty.')
  let lastSkipped: number | undefined
  const parser = parse({
    bom: true,
    // Editions differ: the header tells.
    delimiter: delimiterOf(first.value),
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = typeof error?.lines === 'number' ? error.lines : 0
      // One row may be wrong more than once.
      if (line !== lastSkipped) onBad({ line, reason: 'not-csv' })
      lastSkipped = line
      return undefined
    },
  })
  const all = Readable.from(afterFirst(first.value, text))
  all.on('error', (error) => parser.destroy(error))
  all.pipe(parser)
  let header: readonly string[] | undefined
  let fieldsOf: (row: readonly string[]) => Fields = fieldsReaderMissing
  for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
    if (header === undefined) {
      header = record
      fieldsOf = fieldsReader(record)
    } else if (record.length !== header.length) {
      onBad({ line: info.lines, reason: 'wrong-number-of-fields' })
    } else {
      const place = placeOf(fieldsOf(record))
      if (typeof place === 'string') onBad({ line: info.lines, reason: place })
      else yield place
    }
  }
}

interface ParsedRow {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function fieldsReaderMissing(): never {
  throw new UnreadableRegisterError('The file has no header.')
}

async function* afterFirst(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}

function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? ''
  return header.split(';').length > header.split(',').length ? ';' : ','
}

function placeOf(fields: Fields): RegisterPlace | BadRow['reason'] {
  const { placeName, facilityId, code } = fields
  const ico = icoDigits(fields.ico)
  if (ico === null || !isIco(ico)) return 'wrong-ico'
  if (placeName === '') return 'no-name'
  const kindWords = fields.kind === '' ? fields.secondKind : fields.kind
  return {
    // Editions without an id of the place name it by the facility and its part.
    placeId: (fields.placeId === '' ? `${ico}/${facilityId}/${code}/${placeName}` : fields.placeId).slice(
      0,
      LONGEST_TEXT,
    ),
    ico,
    providerName: (fields.providerName === '' ? placeName : fields.providerName).slice(0, LONGEST_TEXT),
    placeName: placeName.slice(0, LONGEST_TEXT),
    kindWords: kindWords.slice(0, LONGEST_TEXT),
    kind: kindOf(kindWords),
    street: streetOf(fields.street, fields.house),
    city: textOf(fields.city),
    postalCode: textOf(fields.postalCode.replace(/\s/g, '')),
    region: textOf(fields.region),
    position: positionOf(fields),
    seatStreet: streetOf(fields.seatStreet, fields.seatHouse),
    seatCity: textOf(fields.seatCity),
    seatPostalCode: textOf(fields.seatPostalCode.replace(/\s/g, '')),
  }
}

/** PostgreSQL's text holds every character but NUL. */
function textOf(text: string): string | null {
  const kept = text.replaceAll('\0', '').slice(0, LONGEST_TEXT)
  return kept === '' ? null : kept
}

function streetOf(street: string, house: string): string | null {
  return textOf([street, house].filter((part) => part !== '').join(' '))
}
