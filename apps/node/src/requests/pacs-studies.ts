/** What the PACS has of a patient, by C-FIND (PS3.4 §C.4.1), and its moving to the node by C-MOVE (§C.4.2). */
import { type DataSet, TAG, type Tag, textOf, type VR } from '@epacs/dicom'
import {
  find,
  type Identifier,
  isDone,
  type Moved,
  move,
  queryClassUid,
  requestAssociation,
  textElement,
} from '@epacs/dicom/network'
import { birthNumber, withSlash } from '@epacs/exchange'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { areSpellingsOfOneName } from '@epacs/package/person'
import type { DicomPacsConfig } from '../config/schema.ts'
import { addressOf } from '../receiving/pacs.ts'
import type { ImageRequest } from './open-requests.ts'

export interface PacsStudy {
  readonly study: string
  readonly patientId: string
  readonly patientName: string
  /** YYYYMMDD */
  readonly birthDate: string
  /** YYYYMMDD */
  readonly date: string
  readonly description: string
  readonly accessionNumber: string
  readonly modalities: readonly string[]
  /** Null: the PACS does not say. */
  readonly instances: number | null
}

export interface FoundStudies {
  readonly studies: readonly PacsStudy[]
  /** False: the PACS has failed on the way, or there are more than are taken. */
  readonly isComplete: boolean
}

/** Query/Retrieve Level. */
export const LEVEL: Tag = 0x00080052
const MODALITIES_IN_STUDY: Tag = 0x00080061
const INSTANCES_OF_STUDY: Tag = 0x00201208
export const PLAIN = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']
/** Of one query; whose patients have more is narrowed by the period. */
const MOST_STUDIES = 500

/** A PACS need not tell how far it has come (PS3.4 §C.4.2.2): until the last image it may say nothing at all. */
const MOVE_MS = 3_600_000
/** What matches more than itself (PS3.4 §C.2.2.2.4), or parts values. */
const WILD = /[*?\\]/

const RETURNED: readonly (readonly [Tag, VR])[] = [
  [TAG.StudyInstanceUID, 'UI'],
  [TAG.PatientID, 'LO'],
  [TAG.PatientName, 'PN'],
  [TAG.PatientBirthDate, 'DA'],
  [TAG.StudyDate, 'DA'],
  [TAG.StudyDescription, 'LO'],
  [TAG.AccessionNumber, 'SH'],
  [MODALITIES_IN_STUDY, 'CS'],
  [INSTANCES_OF_STUDY, 'IS'],
]

/** The PACS said no. */
export class PacsRefusal extends Error {
  override readonly name = 'PacsRefusal'
}

/**
 * By the identifier, a birth number with its slash and without; where that finds nothing, by the date of birth
 * and the name in any spelling: whether that is the patient is for a person to say. @throws AssociationError, NotPossibleError, PacsRefusal
 */
export async function findStudies(
  pacs: DicomPacsConfig,
  request: Pick<ImageRequest, 'patient' | 'studiedFrom' | 'studiedTo'>,
  signal?: AbortSignal,
): Promise<FoundStudies> {
  const { patient } = request
  if (patient.id !== null && WILD.test(patient.id.value)) {
    throw new PacsRefusal('The identifier has a sign that stands for others: *, ? or \\')
  }
  const association = await requestAssociation({
    ...(await addressOf(pacs)),
    contexts: [{ abstractSyntax: queryClassUid('study-root', 'find'), transferSyntaxes: PLAIN }],
    signal,
  })
  try {
    let isComplete = true
    const ask = async (tag: Tag, value: string) => {
      const keys = keysWith(new Map([[tag, value]]), request)
      const found = await find(association, { model: 'study-root', keys }, MOST_STUDIES)
      if (!isDone(found.status) && found.matches.length === 0)
        throw refusalOf(found.status, found.errorComment)
      isComplete &&= isDone(found.status) && found.matches.length < MOST_STUDIES
      return found.matches.map(studyOf)
    }
    const studies: PacsStudy[] = []
    for (const id of writingsOf(patient.id)) {
      // Some PACS match by more than the whole of it.
      studies.push(...(await ask(TAG.PatientID, id)).filter((each) => hasId(each, patient.id)))
    }
    if (studies.length === 0 && patient.birthDate !== null) {
      const born = await ask(TAG.PatientBirthDate, patient.birthDate.replaceAll('-', ''))
      const isNamedSo = ({ patientName }: PacsStudy) =>
        [patientName, likelyOr(patientName)].some((each) => areSpellingsOfOneName(each, patient.name))
      studies.push(...born.filter(isNamedSo))
    }
    await association.release()
    const known = studies.filter(({ study }) => study !== '')
    return { studies: [...new Map(known.map((each) => [each.study, each])).values()], isComplete }
  } catch (error) {
    association.abort()
    throw error
  }
}

/** @param destination the node's own title, as the PACS knows it. @throws AssociationError, NotPossibleError, PacsRefusal */
export async function moveStudy(
  pacs: DicomPacsConfig,
  study: string,
  destination: string,
  cancel: AbortSignal,
): Promise<Moved> {
  const association = await requestAssociation({
    ...(await addressOf(pacs)),
    contexts: [{ abstractSyntax: queryClassUid('study-root', 'move'), transferSyntaxes: PLAIN }],
    limits: { dimseMs: MOVE_MS },
    signal: cancel,
  })
  const abort = () => association.abort()
  cancel.addEventListener('abort', abort, { once: true })
  try {
    const keys = [textElement(LEVEL, 'CS', 'STUDY'), textElement(TAG.StudyInstanceUID, 'UI', study)]
    const moved = await move(association, { model: 'study-root', keys }, destination)
    await association.release()
    if (!isDone(moved.status)) throw refusalOf(moved.status, moved.errorComment)
    return moved
  } catch (error) {
    association.abort()
    throw error
  } finally {
    cancel.removeEventListener('abort', abort)
  }
}

export function refusalOf(status: number, comment: string | undefined): PacsRefusal {
  const code = status.toString(16).toUpperCase().padStart(4, '0')
  return new PacsRefusal(`The PACS answers ${code}${comment ? `: ${comment}` : ''}`)
}

/** Written in any way, where it is a birth number. */
export function hasId(
  { patientId }: Pick<PacsStudy, 'patientId'>,
  id: ImageRequest['patient']['id'],
): boolean {
  if (id === null) return false
  const number = id.kind === 'birth-number' ? birthNumber(id.value) : undefined
  return number === undefined ? id.value === patientId : number.digits === birthNumber(patientId)?.digits
}

function writingsOf(id: ImageRequest['patient']['id']): readonly string[] {
  if (id === null) return []
  const number = id.kind === 'birth-number' ? birthNumber(id.value) : undefined
  return number === undefined ? [id.value] : [number.digits, withSlash(number)]
}

function keysWith(
  wanted: ReadonlyMap<Tag, string>,
  { studiedFrom, studiedTo }: Pick<ImageRequest, 'studiedFrom' | 'studiedTo'>,
) {
  const day = (text: string | null) => text?.replaceAll('-', '') ?? ''
  const isPeriod = studiedFrom !== null || studiedTo !== null
  const period = isPeriod ? `${day(studiedFrom)}-${day(studiedTo)}` : ''
  const all = new Map([...wanted, [TAG.StudyDate, period]])
  // Named only where it matters: a PACS may not know it.
  const isAscii = [...all.values()].every((text) => /^[\x20-\x7e]*$/.test(text))
  return [
    ...(isAscii ? [] : [textElement(TAG.SpecificCharacterSet, 'CS', 'ISO_IR 192')]),
    textElement(LEVEL, 'CS', 'STUDY'),
    ...RETURNED.map(([tag, vr]) => textElement(tag, vr, all.get(tag) ?? '')),
  ]
}

export function textIn(identifier: Identifier, tag: Tag): string {
  const dataSet: DataSet = new Map(
    [...identifier].map(([each, element]) => [each, { ...element, items: [] }]),
  )
  return textOf(dataSet, tag)?.trim() ?? ''
}

function studyOf(identifier: Identifier): PacsStudy {
  const text = (tag: Tag) => textIn(identifier, tag)
  const instances = Number.parseInt(text(INSTANCES_OF_STUDY), 10)
  return {
    study: text(TAG.StudyInstanceUID),
    patientId: text(TAG.PatientID),
    patientName: text(TAG.PatientName),
    birthDate: text(TAG.PatientBirthDate),
    date: text(TAG.StudyDate),
    description: text(TAG.StudyDescription),
    accessionNumber: text(TAG.AccessionNumber),
    modalities: text(MODALITIES_IN_STUDY)
      .split('\\')
      .filter((each) => each !== ''),
    instances: Number.isNaN(instances) ? null : instances,
  }
}
