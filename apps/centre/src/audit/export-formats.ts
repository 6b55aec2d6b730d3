/** The forms in which the trail is taken out. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { allEvents } from './all-events.ts'
import { trailAsCsv } from './csv.ts'
import { dicomAuditMessage } from './standard-forms/dicom-audit-message.ts'
import { fhirAuditEvent } from './standard-forms/fhir-audit-event.ts'
import type { TrailEvent, TrailFilter } from './trail.ts'

interface Range {
  /** Position of the last event. */
  readonly last: number
  /** Host name of the portal. */
  readonly portal: string
}

interface Format {
  readonly type: string
  /** Of the file's name. */
  readonly extension: string
  lines(db: Kysely<Database>, filter: TrailFilter, range: Range): AsyncIterable<string>
}

export const FORMATS: Readonly<Record<'csv' | 'dicom' | 'fhir', Format>> = {
  csv: {
    type: 'text/csv; charset=utf-8',
    extension: 'csv',
    lines: (db, filter, { last }) => trailAsCsv(db, filter, last),
  },
  dicom: {
    type: 'text/plain; charset=utf-8',
    extension: 'dicom-audit.txt',
    lines: (db, filter, range) => eachInLine(db, filter, range, dicomAuditMessage),
  },
  fhir: {
    type: 'application/fhir+ndjson',
    extension: 'fhir.ndjson',
    lines: (db, filter, range) =>
      eachInLine(db, filter, range, (event, portal) => JSON.stringify(fhirAuditEvent(event, portal))),
  },
}

async function* eachInLine(
  db: Kysely<Database>,
  filter: TrailFilter,
  { last, portal }: Range,
  form: (event: TrailEvent, portal: string) => string,
): AsyncGenerator<string> {
  for await (const events of allEvents(db, filter, { last })) {
    yield events.map((event) => `${form(event, portal)}\n`).join('')
  }
}
