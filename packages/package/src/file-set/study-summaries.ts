/** What messages show of a package, read back from its directory records. */
import { type DataSet, decodeRecord, keyNames, keyText, TAG } from '@epacs/dicom'
import type { SeriesSummary, StudySummary } from '../study-summary.ts'
import { turns } from '../turn.ts'
import type { Series, Study } from './entities.ts'
import type { FileSetTree } from './file-set-tree.ts'
import type { RecordSpool } from './record-spool.ts'

/** Of any text: a name of 20 kB is a mistake, and the directory holds all of it. */
const SHOWN_CHARACTERS = 200
const STUDY_DATE = 'Study Date'

/** In the order in which the studies, and in them the series, were first met. */
export async function summariseStudies(
  tree: FileSetTree,
  spool: RecordSpool,
): Promise<readonly StudySummary[]> {
  const turn = turns()
  const seriesOf = Map.groupBy(tree.series, ({ study }) => study)
  const studies: StudySummary[] = []
  for (const study of tree.studies) {
    const series: SeriesSummary[] = []
    for (const each of seriesOf.get(study) ?? []) {
      series.push(await summariseSeries(each, spool))
      await turn()
    }
    studies.push(await summariseStudy(study, series, spool))
    await turn()
  }
  return studies
}

async function summariseStudy(
  study: Study,
  series: readonly SeriesSummary[],
  spool: RecordSpool,
): Promise<StudySummary> {
  const patientRecord = decodeRecord(await spool.read(study.patient.record))
  const record = decodeRecord(await spool.read(study.record))
  const sex = keyText(patientRecord, TAG.PatientSex)
  return {
    studyInstanceUid: study.key,
    patient: {
      id: shown(study.patient.id),
      name: textOrNull(patientRecord, TAG.PatientName) ?? '',
      birthDate: dateOrNull(patientRecord, TAG.PatientBirthDate),
      sex: sex === '' ? null : shown(sex),
    },
    date: keyNames('STUDY', study.record.inventedKeys).includes(STUDY_DATE)
      ? null
      : dateOrNull(record, TAG.StudyDate),
    description: textOrNull(record, TAG.StudyDescription),
    modalities: [...new Set(series.map(({ modality }) => modality))],
    series,
  }
}

async function summariseSeries(series: Series, spool: RecordSpool): Promise<SeriesSummary> {
  const record = decodeRecord(await spool.read(series.record))
  return {
    seriesInstanceUid: series.key,
    modality: shown(keyText(record, TAG.Modality)),
    description: textOrNull(record, TAG.SeriesDescription),
    instances: series.instances,
  }
}

function textOrNull(record: DataSet, tag: number): string | null {
  const text = keyText(record, tag)
  return text === '' ? null : shown(text)
}

function shown(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`
}

/** YYYY-MM-DD; null for what is no date. */
function dateOrNull(record: DataSet, tag: number): string | null {
  const match = /^(\d{4})[.-]?(\d\d)[.-]?(\d\d)$/.exec(keyText(record, tag))
  if (match === null) return null
  const date = `${match[1]}-${match[2]}-${match[3]}`
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : null
}
