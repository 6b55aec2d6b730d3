/**
 * The list of images that Weasis reads (its manifest.xsd, version 2.5): where each one is fetched, and the header that
 * opens the door. Written as it goes: a message may hold a hundred thousand.
 */
import type { IndexEntry } from '@epacs/package'
import { inXml } from '../http/index.ts'
import type { MessageDetail } from '../messages/index.ts'

type Study = MessageDetail['studies'][number]

export interface ManifestContent {
  /** That each instance's own part is appended to. */
  readonly baseUrl: string
  readonly token: string
  readonly studies: readonly Study[]
  readonly entries: readonly IndexEntry[]
}

export function* weasisManifest({
  baseUrl,
  token,
  studies,
  entries,
}: ManifestContent): Generator<Uint8Array> {
  const bySeries = Map.groupBy(entries, ({ studyInstanceUid, seriesInstanceUid }) =>
    keyOf(studyInstanceUid, seriesInstanceUid),
  )
  yield text('<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://www.weasis.org/xsd/2.5">')
  yield text(`<arcQuery${attributes({ arcId: 'epacs', baseUrl, additionnalParameters: '' })}>`)
  yield text(`<httpTag${attributes({ key: 'Authorization', value: `Bearer ${token}` })}/>`)
  for (const study of studies) yield* studyLines(study, bySeries)
  yield text('</arcQuery></manifest>\n')
}

function* studyLines(
  { patient, studyInstanceUid, date, description, series }: Study,
  bySeries: ReadonlyMap<string, readonly IndexEntry[]>,
): Generator<Uint8Array> {
  const isListed = series.some(({ seriesInstanceUid }) =>
    bySeries.has(keyOf(studyInstanceUid, seriesInstanceUid)),
  )
  if (!isListed) return
  const person = {
    PatientID: patient.id,
    PatientName: patient.name,
    PatientBirthDate: patient.birthDate,
    PatientSex: /^[MFO]$/.test(patient.sex ?? '') ? patient.sex : null,
  }
  yield text(`<Patient${attributes(person)}>`)
  yield text(
    `<Study${attributes({ StudyInstanceUID: studyInstanceUid, StudyDate: date, StudyDescription: description })}>`,
  )
  for (const { seriesInstanceUid, modality, description: words } of series) {
    const instances = bySeries.get(keyOf(studyInstanceUid, seriesInstanceUid)) ?? []
    if (instances.length === 0) continue
    const facts = { SeriesInstanceUID: seriesInstanceUid, Modality: modality, SeriesDescription: words }
    yield text(`<Series${attributes(facts)}>`)
    for (const { sopInstanceUid } of instances) {
      const place = { SOPInstanceUID: sopInstanceUid, DirectDownloadFile: `/${sopInstanceUid}` }
      yield text(`<Instance${attributes(place)}/>`)
    }
    yield text('</Series>')
  }
  yield text('</Study></Patient>')
}

const keyOf = (study: string, series: string) => `${study} ${series}`

/** Of several hundred bytes each; the stream that takes them gathers. */
function text(words: string): Uint8Array {
  return Buffer.from(words, 'utf8')
}

/** What is null is not written at all. */
function attributes(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .filter((pair): pair is [string, string] => pair[1] !== null)
    .map(([name, value]) => ` ${name}="${inXml(value)}"`)
    .join('')
}
