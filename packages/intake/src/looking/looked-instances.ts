/** The instances that a look has come upon: strings of their headers, each held once, and where their bytes lie. */
import { type HeaderSoFar, type ReadingRemarkCode, TAG, textOf } from '@epacs/dicom'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { Found, FoundPatient, FoundRemark, FoundSeries, FoundStudy } from './found.ts'
import { type OtherReading, otherReading } from './other-reading.ts'
import { imageKind } from './passport/counted-kinds.ts'
import type { ImageKind } from './passport/index.ts'

interface PatientFacts {
  readonly ordinal: number
  readonly names: Set<string>
  id: string
  birthDate: string
  sex: string
}

interface StudyFacts {
  readonly patient: PatientFacts
  readonly studyInstanceUid: string
  date: string
  description: string
}

export interface SeriesFacts {
  readonly study: StudyFacts
  readonly key: string
  readonly modality: string
  readonly number: string
  description: string
  /** A text of its first file with one. */
  reading: OtherReading | undefined
  /** Each once; instances name them by their place. */
  readonly kinds: ImageKind[]
}

export interface LookedInstance {
  readonly series: SeriesFacts
  readonly sizeBytes: number
  /** Instance Number; 0 when it is not told. */
  readonly instanceNumber: number
  readonly isRepeated: boolean
  /** One of its series'. */
  readonly kind: ImageKind
  readonly remarks: readonly ReadingRemarkCode[]
}

/** Of what is odd about a file, what its sender can judge before sending. */
const TOLD: readonly ReadingRemarkCode[] = [
  'patient-id-missing',
  'character-set-suspect',
  'character-set-missing',
  'character-set-unknown',
]
const MOST_READINGS = 5
/** Among more, pairs are no help to anybody. */
const MOST_COMPARED = 200

export class SeriesSeen {
  readonly #patients = new Map<number, PatientFacts>()
  readonly #studies = new Map<string, StudyFacts>()
  readonly #series = new Map<string, SeriesFacts>()

  /** @param ordinal of its patient */
  note(header: HeaderSoFar, ordinal: number): SeriesFacts {
    const { dataSet, studyInstanceUid, seriesInstanceUid } = header
    const text = (tag: number) => textOf(dataSet, tag) ?? ''
    const patient = known(this.#patients, ordinal, () => {
      return { ordinal, names: new Set<string>(), id: '', birthDate: '', sex: '' }
    })
    const name = text(TAG.PatientName)
    if (name !== '') patient.names.add(name)
    patient.id ||= text(TAG.PatientID)
    patient.birthDate ||= text(TAG.PatientBirthDate)
    patient.sex ||= text(TAG.PatientSex)
    const study = known(this.#studies, `${ordinal} ${studyInstanceUid}`, () => {
      return { patient, studyInstanceUid, date: '', description: '' }
    })
    study.date ||= text(TAG.StudyDate)
    study.description ||= text(TAG.StudyDescription)
    const key = `${ordinal} ${studyInstanceUid} ${seriesInstanceUid}`
    const series = known(this.#series, key, () => {
      // Without one, as in the centre's list (PS3.3 C.7.3.1.1.1: OT, other).
      const modality = text(TAG.Modality) || 'OT'
      return {
        study,
        key,
        modality,
        number: text(TAG.SeriesNumber),
        description: '',
        reading: undefined,
        kinds: [],
      }
    })
    series.description ||= text(TAG.SeriesDescription)
    series.reading ??= otherReading(header)
    return series
  }
}

/** One object for all instances of a series that have it in common. */
export function kindIn({ kinds }: SeriesFacts, header: HeaderSoFar): ImageKind {
  const kind = imageKind(header)
  const same = kinds.find((each) => isSame(each, kind))
  if (same === undefined) kinds.push(kind)
  return same ?? kind
}

function isSame(one: ImageKind, other: ImageKind): boolean {
  return (
    one.sopClassUid === other.sopClassUid &&
    one.transferSyntaxUid === other.transferSyntaxUid &&
    one.modality === other.modality &&
    one.characterSets.join('\\') === other.characterSets.join('\\')
  )
}

function known<Key, Value>(all: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = all.get(key)
  if (found !== undefined) return found
  const made = make()
  all.set(key, made)
  return made
}

export function toldRemarks({ remarks }: HeaderSoFar): readonly ReadingRemarkCode[] {
  const told = remarks.map(({ code }) => code).filter((code) => TOLD.includes(code))
  return told.length === 0 ? NOTHING : told
}

const NOTHING: readonly ReadingRemarkCode[] = []

interface SeriesCount {
  instances: number
  bytes: number
  readonly kinds: Map<ImageKind, number>
}

type Overview = Omit<Found, 'files' | 'notLookedInto'>

/** In the order in which they were first seen. */
export function overviewOf(instances: Iterable<LookedInstance>): Overview {
  const tree = new Map<PatientFacts, Map<StudyFacts, Map<SeriesFacts, SeriesCount>>>()
  const remarks = new Map<ReadingRemarkCode, number>()
  let repeated = 0
  for (const { series, sizeBytes, isRepeated, kind, remarks: codes } of instances) {
    const studies = known(tree, series.study.patient, () => new Map())
    const ofStudy = known(studies, series.study, () => new Map())
    const count = known(ofStudy, series, () => ({ instances: 0, bytes: 0, kinds: new Map() }))
    count.instances += 1
    count.kinds.set(kind, (count.kinds.get(kind) ?? 0) + 1)
    count.bytes += sizeBytes
    if (isRepeated) repeated += 1
    for (const code of codes) remarks.set(code, (remarks.get(code) ?? 0) + 1)
  }
  const patients = [...tree].map(([{ names, ...facts }, studies]): FoundPatient => {
    return {
      ...facts,
      names: [...names],
      studies: [...studies].map(([study, inside]) => foundStudy(study, inside)),
    }
  })
  const seen = [...tree.values()].flatMap((studies) =>
    [...studies.values()].flatMap((each) => [...each.keys()]),
  )
  return {
    patients,
    perhapsOne: perhapsOne(patients),
    remarks: [...remarks].map(([code, files]): FoundRemark => ({ code, files })),
    otherReadings: distinctReadings(seen),
    repeated,
  }
}

function foundStudy(
  { studyInstanceUid, date, description }: StudyFacts,
  inside: ReadonlyMap<SeriesFacts, SeriesCount>,
): FoundStudy {
  const series = [...inside].map(([facts, { instances, bytes, kinds: counted }]): FoundSeries => {
    const { key, modality, description, number } = facts
    const kinds = [...counted].map(([kind, of]) => ({ ...kind, instances: of }))
    return { key, modality, description, number, instances, sizeBytes: bytes, kinds }
  })
  return { studyInstanceUid, date, description, series }
}

function perhapsOne(patients: readonly FoundPatient[]): Found['perhapsOne'] {
  if (patients.length > MOST_COMPARED) return []
  return patients.flatMap((one, index) =>
    patients
      .slice(index + 1)
      .filter((other) => isPerhapsThe(one, other))
      .map((other): [number, number] => [one.ordinal, other.ordinal]),
  )
}

function isPerhapsThe(one: FoundPatient, other: FoundPatient): boolean {
  if (one.birthDate === '' || one.birthDate !== other.birthDate) return false
  return one.names.some((name) => other.names.some((another) => areSpellingsOfOneName(name, another)))
}

function distinctReadings(seen: readonly SeriesFacts[]): readonly OtherReading[] {
  const readings = new Map<string, OtherReading>()
  for (const { reading } of seen) {
    if (readings.size < MOST_READINGS && reading !== undefined) readings.set(reading.likely, reading)
  }
  return [...readings.values()]
}
