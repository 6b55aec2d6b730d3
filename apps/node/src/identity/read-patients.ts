/** The hospital's export of its patients: CSV with a heading, or JSON Lines. One after the other, never all in memory. */

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { birthNumber } from '@epacs/exchange'
import { parse } from 'csv-parse'
import { z } from 'zod'
import type { PatientsFile } from '../config/identity-schema.ts'
import { NodeError } from '../node-error.ts'
import type { Patient } from './patient.ts'

/** What is longer than that is no list of patients. */
const MOST_LINE_CHARACTERS = 64 * 1024

export interface ListedPatient extends Patient {
  /** Without a slash; empty: none is known. */
  readonly birthNumber: string
}

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\\\p{Cc}]*$/u, 'holds a backslash or a control character')
const row = z.object({
  id: text(64).min(1, 'is empty'),
  issuer: text(64).default(''),
  birthNumber: text(16).default(''),
  name: text(200),
  birthDate: text(10)
    .transform((date) => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1$2$3'))
    .refine((date) => /^(\d{8})?$/.test(date), 'must be YYYYMMDD or YYYY-MM-DD')
    .default(''),
  sex: text(1)
    .transform((sex) => sex.toUpperCase())
    .refine((sex) => /^[MFO]?$/.test(sex), 'must be M, F or O')
    .default(''),
})

/** @throws NodeError that names line and column, never a value */
export async function* readPatients({
  file,
  separator,
  encoding,
}: PatientsFile): AsyncGenerator<ListedPatient> {
  const bytes = createReadStream(file)
  const decoded = Readable.from(decodedText(bytes, encoding))
  const rows = /\.(jsonl|ndjson|json)$/i.test(file)
    ? jsonLines(decoded, file)
    : csvRows(decoded, file, separator)
  try {
    for await (const { line, value } of rows) {
      const checked = row.safeParse(value)
      if (!checked.success) {
        const [issue] = checked.error.issues
        throw new NodeError(`${file}:${line}: ${issue?.path.join('.') || 'the row'}: ${issue?.message}`)
      }
      const listed = checked.data
      // A list whose identifiers are birth numbers has no column of its own for them.
      const number = birthNumber(listed.birthNumber) ?? birthNumber(listed.id)
      yield { ...listed, birthNumber: number?.digits ?? '' }
    }
  } catch (error) {
    if (error instanceof NodeError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    // The reason may quote a row.
    throw new NodeError(`${file} cannot be read: ${code}`)
  } finally {
    bytes.destroy()
  }
}

interface Row {
  readonly line: number
  readonly value: unknown
}

async function* decodedText(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

async function* csvRows(decoded: Readable, file: string, delimiter: string): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    columns: true,
    bom: true,
    skip_empty_lines: true,
    max_record_size: MOST_LINE_CHARACTERS,
    info: true,
  })
  decoded.on('error', (error) => parser.destroy(error))
  for await (const { record, info } of decoded.pipe(parser) as AsyncIterable<{
    record: unknown
    info: { lines: number }
  }>) {
    yield { line: info.lines, value: record }
  }
  if (parser.info.lines === 0)
    throw new NodeError(`${file} is empty: it needs a heading: id,name,birthDate,sex,…`)
}

async function* jsonLines(decoded: Readable, file: string): AsyncGenerator<Row> {
  let line = 0
  for await (const each of createInterface({ input: decoded, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (each.trim() === '') continue
    if (each.length > MOST_LINE_CHARACTERS) throw new NodeError(`${file}:${line}: a line of more than 64 KiB`)
    let value: unknown
    try {
      value = JSON.parse(each)
    } catch {
      throw new NodeError(`${file}:${line}: this is no JSON. Each line must be one patient.`)
    }
    yield { line, value }
  }
}
