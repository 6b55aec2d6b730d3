/**
 * Which directory record refers to an instance (PS3.3 F.4 and F.5): the standard gives one leaf record type to each
 * kind of object, told by the SOP class.
 */
import type { DataSet } from '../data-set.ts'
import { TAG } from '../tags.ts'

export const LEAF_RECORD_TYPES = [
  'IMAGE',
  'RT DOSE',
  'RT STRUCTURE SET',
  'RT PLAN',
  'RT TREAT RECORD',
  'PRESENTATION',
  'WAVEFORM',
  'SR DOCUMENT',
  'KEY OBJECT DOC',
  'SPECTROSCOPY',
  'RAW DATA',
  'REGISTRATION',
  'FIDUCIAL',
  'ENCAP DOC',
  'VALUE MAP',
  'STEREOMETRIC',
  'PLAN',
  'MEASUREMENT',
  'SURFACE',
  'SURFACE SCAN',
  'TRACT',
  'ASSESSMENT',
  'RADIOTHERAPY',
  'ANNOTATION',
] as const
export type LeafRecordType = (typeof LEAF_RECORD_TYPES)[number]
export type RecordType = 'PATIENT' | 'STUDY' | 'SERIES' | LeafRecordType

/** Every composite storage SOP class of the standard begins so (PS3.4 table B.5-1). */
const STORAGE_ROOT = '1.2.840.10008.5.1.4.1.1.'
/** RT Beams and RT Brachy Application Setup Delivery Instruction stand with the worklist classes (PS3.6 table A-1). */
const PLAN_CLASSES = ['1.2.840.10008.5.1.4.34.7', '1.2.840.10008.5.1.4.34.10']

/** What follows the root, by record type; one that ends in a dot stands for everything below it. */
const STORAGE_CLASSES: Readonly<Record<Exclude<LeafRecordType, 'PLAN'>, string>> = {
  IMAGE:
    '1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 2.1 2.2 3 3.1 4 4.1 4.3 4.4 5 6 6.1 6.2 6.3 7 7.1 7.2 7.3 7.4 12.1 12.1.1 ' +
    '12.2 12.2.1 12.3 12.77 13.1. 14.1 14.2 20 30 66.4 66.7 66.8 77.1. 81.1 82.1 128 128.1 130 481.1 481.23 481.24',
  'RT DOSE': '481.2',
  'RT STRUCTURE SET': '481.3',
  'RT PLAN': '481.5 481.8',
  'RT TREAT RECORD': '481.4 481.6 481.7 481.9',
  // Softcopy and waveform presentation states, and structured displays, which F.5.23 counts among them.
  PRESENTATION: '11. 9.100. 131',
  WAVEFORM: '9.1. 9.2. 9.3. 9.4. 9.5. 9.6. 9.7. 9.8.',
  // Three reports have numbers of their own: implantation plan, spectacle prescription, macular grid.
  'SR DOCUMENT': '88. 70.1 78.6 79.1',
  'KEY OBJECT DOC': '88.59',
  SPECTROSCOPY: '4.2',
  'RAW DATA': '66',
  REGISTRATION: '66.1 66.3',
  FIDUCIAL: '66.2',
  'ENCAP DOC': '104.',
  'VALUE MAP': '67',
  STEREOMETRIC: '77.1.5.3',
  MEASUREMENT: '78. 80.1',
  SURFACE: '66.5',
  'SURFACE SCAN': '68.1 68.2',
  TRACT: '66.6',
  ASSESSMENT: '90.1',
  RADIOTHERAPY:
    '481.10 481.11 481.12 481.13 481.14 481.15 481.16 481.17 481.18 481.19 481.20 481.21 481.22 481.25',
  ANNOTATION: '91.1',
}

const TYPE_BY_CLASS = new Map<string, LeafRecordType>(
  LEAF_RECORD_TYPES.filter((type) => type !== 'PLAN').flatMap((type) =>
    STORAGE_CLASSES[type].split(' ').map((suffix): [string, LeafRecordType] => [STORAGE_ROOT + suffix, type]),
  ),
)

/**
 * The record type for an instance. Private SOP classes and those newer than this table are told by what the object
 * has: a picture is an IMAGE, a document an ENCAP DOC, and everything else RAW DATA, which F.5.28 asks least of.
 */
export function leafRecordType(sopClassUid: string, dataSet: DataSet): LeafRecordType {
  if (PLAN_CLASSES.includes(sopClassUid)) return 'PLAN'
  for (let at = sopClassUid; at.length > STORAGE_ROOT.length; at = groupAbove(at)) {
    const type = TYPE_BY_CLASS.get(at)
    if (type !== undefined) return type
  }
  if (dataSet.has(TAG.Rows)) return 'IMAGE'
  return dataSet.has(TAG.MIMETypeOfEncapsulatedDocument) ? 'ENCAP DOC' : 'RAW DATA'
}

/** `1.2.3` to `1.2.`, and `1.2.` to `1.`: from a class to the groups that hold it. */
function groupAbove(uid: string): string {
  return uid.slice(0, uid.lastIndexOf('.', uid.length - 2) + 1)
}
