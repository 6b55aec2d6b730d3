/**
 * Finds each instance its place under patient, study and series, and writes their directory records to the spool.
 *
 * A study belongs to one patient, a series to one study, and each has one record (PS3.3 F.5.1 to F.5.3). What the
 * files leave open is filled from those that come later, and made up where none tells. What contradicts this is
 * refused before anything is changed.
 */
import {
  buildRecord,
  completeRecord,
  type DataSet,
  decodeRecord,
  encodeRecord,
  gapsOf,
  type InstanceHeader,
  keyNames,
  keyText,
  leafRecordType,
  type MadeUpFrom,
  TAG,
} from '@epacs/dicom'
import { type FilePlace, fileIdOf } from '../file-id.ts'
import { PackageError } from '../package-error.ts'
import { type Claim, claimOf, inventedPatientId } from './claim.ts'
import type { Patient, Series, SpooledRecord, Study } from './entities.ts'
import { canBeOnePerson, type Person } from './person.ts'
import type { RecordSpool } from './record-spool.ts'

export interface PlacedInstance {
  readonly place: FilePlace
  /** Index of its series in the package. */
  readonly series: number
  readonly record: SpooledRecord
  /** Names of the keys in its records, those above included, that are made up. */
  readonly inventedKeys: readonly string[]
}

type EntityType = 'PATIENT' | 'STUDY' | 'SERIES'

export class FileSetTree {
  readonly #spool: RecordSpool
  readonly #patients = new Map<string, Patient>()
  readonly #studies = new Map<string, Study>()
  readonly #seriesByUid = new Map<string, Series>()
  readonly #series: Series[] = []
  #lastStudy = 0

  constructor(spool: RecordSpool) {
    this.#spool = spool
  }

  get patients(): readonly Patient[] {
    return [...this.#patients.values()].filter(isInUse)
  }

  get studies(): readonly Study[] {
    return [...this.#studies.values()].filter(isInUse)
  }

  get series(): readonly Series[] {
    return [...this.#seriesByUid.values()].filter(isInUse)
  }

  /** How many series the package ever had: their indexes are below. */
  get seriesCount(): number {
    return this.#series.length
  }

  seriesAt(index: number): Series {
    const series = this.#series[index]
    if (series === undefined) throw new RangeError(`no series ${index} among ${this.#series.length}`)
    return series
  }

  /** @throws PackageError 'conflicting-study': the file-set is then as it was; 'too-many-instances'. */
  async add(header: InstanceHeader): Promise<PlacedInstance> {
    const { dataSet, sopClassUid, sopInstanceUid } = header
    const claim = claimOf(header)
    await this.#check(claim, header)
    const patient = await this.#enterPatient(claim, header)
    const study = await this.#enterStudy(patient, header)
    const series = await this.#enterSeries(study, claim.modality, header)
    const place = { study: study.ordinal, series: series.ordinal, image: series.lastImage + 1 }
    const type = leafRecordType(sopClassUid, dataSet)
    const leaf = buildRecord(type, dataSet, { ordinal: place.image, identity: sopInstanceUid })
    const record = await this.#spool.add(encodeRecord(leaf, { ...header, fileId: fileIdOf(place) }), leaf)
    series.lastImage = place.image
    for (const entity of [patient, study, series]) entity.instances++
    const inventedKeys = [
      ...keyNames('PATIENT', patient.record.inventedKeys),
      ...keyNames('STUDY', study.record.inventedKeys),
      ...keyNames('SERIES', series.record.inventedKeys),
      ...keyNames(type, leaf.inventedKeys),
    ]
    return { place, series: series.index, record, inventedKeys }
  }

  /** One instance of this series is no longer in the package. */
  remove(seriesIndex: number): void {
    const series = this.seriesAt(seriesIndex)
    const { study } = series
    if (--series.instances === 0) this.#seriesByUid.delete(series.key)
    if (--study.instances === 0) this.#studies.delete(study.key)
    if (--study.patient.instances === 0) this.#patients.delete(study.patient.key)
  }

  // — what may stand together —

  async #check(claim: Claim, { studyInstanceUid, seriesInstanceUid }: InstanceHeader): Promise<void> {
    const study = this.#studies.get(studyInstanceUid)
    const holder = study?.patient
    const isOtherId = holder !== undefined && holder.id !== claim.patientId
    if (isOtherId && holder.id !== '' && claim.patientId !== '') {
      throw conflict('its study stands under another Patient ID in this package')
    }
    for (const known of new Set([holder, this.#patients.get(claim.patientKey)])) {
      if (known !== undefined) await this.#checkPerson(known, claim.person)
    }
    const series = this.#seriesByUid.get(seriesInstanceUid)
    if (series === undefined) return
    if (series.study !== study) throw conflict('its series stands under another study in this package')
    if (series.modality !== '' && claim.modality !== '' && series.modality !== claim.modality) {
      throw conflict('its series has another modality in this package')
    }
  }

  async #checkPerson(known: Patient, person: Person): Promise<void> {
    if (known.name === '' || person.name === '' || known.name === person.name) return
    const record = decodeRecord(await this.#spool.read(known.record))
    const written = { name: known.name, birthDate: keyText(record, TAG.PatientBirthDate) }
    if (canBeOnePerson(written, person)) return
    throw conflict('its Patient ID, or its study, stands for another person in this package')
  }

  // — entering —

  /** The patient of its study when that is there, unless this instance is the first to tell a Patient ID. */
  async #enterPatient(claim: Claim, { dataSet, studyInstanceUid }: InstanceHeader): Promise<Patient> {
    const holder = this.#studies.get(studyInstanceUid)?.patient
    const known =
      claim.patientId === '' && holder !== undefined ? holder : this.#patients.get(claim.patientKey)
    const key = known?.key ?? claim.patientKey
    const isNamed = (known?.id ?? claim.patientId) !== ''
    const madeUpFrom = { ordinal: this.#patients.size + 1, identity: isNamed ? '' : inventedPatientId(key) }
    if (known !== undefined) {
      known.record = await this.#completed('PATIENT', known.record, dataSet, madeUpFrom)
      if (known.name === '') known.name = claim.person.name
      return known
    }
    const record = await this.#spooled('PATIENT', dataSet, madeUpFrom)
    const patient = {
      key: claim.patientKey,
      id: claim.patientId,
      name: claim.person.name,
      record,
      instances: 0,
    }
    this.#patients.set(patient.key, patient)
    return patient
  }

  async #enterStudy(patient: Patient, { dataSet, studyInstanceUid }: InstanceHeader): Promise<Study> {
    const known = this.#studies.get(studyInstanceUid)
    const ordinal = known?.ordinal ?? this.#lastStudy + 1
    const madeUpFrom = { ordinal, identity: studyInstanceUid }
    if (known !== undefined) {
      known.record = await this.#completed('STUDY', known.record, dataSet, madeUpFrom)
      if (known.patient !== patient) this.#rebind(known, patient)
      return known
    }
    const record = await this.#spooled('STUDY', dataSet, madeUpFrom)
    const study = { key: studyInstanceUid, ordinal, patient, record, lastSeries: 0, instances: 0 }
    this.#lastStudy = ordinal
    this.#studies.set(study.key, study)
    return study
  }

  async #enterSeries(
    study: Study,
    modality: string,
    { dataSet, seriesInstanceUid }: InstanceHeader,
  ): Promise<Series> {
    const known = this.#seriesByUid.get(seriesInstanceUid)
    const ordinal = known?.ordinal ?? study.lastSeries + 1
    const madeUpFrom = { ordinal, identity: seriesInstanceUid }
    if (known !== undefined) {
      known.record = await this.#completed('SERIES', known.record, dataSet, madeUpFrom)
      if (known.modality === '') known.modality = modality
      return known
    }
    const series = {
      key: seriesInstanceUid,
      index: this.#series.length,
      study,
      ordinal,
      modality,
      record: await this.#spooled('SERIES', dataSet, madeUpFrom),
      lastImage: 0,
      instances: 0,
    }
    study.lastSeries = ordinal
    this.#series.push(series)
    this.#seriesByUid.set(series.key, series)
    return series
  }

  /** The study's patient has turned out to have a Patient ID. */
  #rebind(study: Study, patient: Patient): void {
    const before = study.patient
    before.instances -= study.instances
    if (before.instances === 0) this.#patients.delete(before.key)
    patient.instances += study.instances
    study.patient = patient
  }

  async #spooled(type: EntityType, dataSet: DataSet, madeUpFrom: MadeUpFrom): Promise<SpooledRecord> {
    const record = buildRecord(type, dataSet, madeUpFrom)
    return await this.#spool.add(encodeRecord(record), record)
  }

  /** The record, written anew when this data set fills one of its gaps. */
  async #completed(
    type: EntityType,
    before: SpooledRecord,
    dataSet: DataSet,
    madeUpFrom: MadeUpFrom,
  ): Promise<SpooledRecord> {
    if (before.gaps === 0 || (before.gaps & ~gapsOf(type, dataSet)) === 0) return before
    const written = { ...before, type, dataSet: decodeRecord(await this.#spool.read(before)) }
    const record = completeRecord(written, buildRecord(type, dataSet, madeUpFrom))
    return await this.#spool.add(encodeRecord(record), record)
  }
}

function conflict(detail: string): PackageError {
  return new PackageError('conflicting-study', detail)
}

/** Not one whose first instance could not be written after all. */
function isInUse({ instances }: Patient | Study | Series): boolean {
  return instances > 0
}
