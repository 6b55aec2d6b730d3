/** Small objects for tests: Part 10, Explicit VR Little Endian, with whatever keys a test needs. */
import { Buffer } from 'node:buffer'
import { dictionaryVr, type Keyword, TAG } from '@epacs/dicom'

/** By keyword; undefined leaves the element out, a text is written in UTF-8. */
export type Values = Readonly<Partial<Record<Keyword, string | Uint8Array | undefined>>>

const DEFAULTS: Values = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
  SOPInstanceUID: '1.2.3.4.1',
  StudyDate: '20260102',
  StudyTime: '101112',
  AccessionNumber: 'A1',
  Modality: 'OT',
  StudyDescription: 'Chest',
  SeriesDescription: 'PA',
  PatientName: 'Novak^Jan',
  PatientID: 'P1',
  PatientBirthDate: '19700101',
  PatientSex: 'M',
  StudyInstanceUID: '1.2.3.1',
  SeriesInstanceUID: '1.2.3.1.1',
  StudyID: 'S1',
  SeriesNumber: '1',
  InstanceNumber: '1',
  PixelData: Buffer.alloc(8),
}

export function makeInstance(values: Values = {}): Buffer {
  const all = { ...DEFAULTS, ...values }
  const meta = Buffer.concat([
    element(TAG.FileMetaInformationVersion, 'OB', Buffer.of(0, 1)),
    element(TAG.MediaStorageSOPClassUID, 'UI', all.SOPClassUID ?? ''),
    element(TAG.MediaStorageSOPInstanceUID, 'UI', all.SOPInstanceUID ?? ''),
    element(TAG.TransferSyntaxUID, 'UI', '1.2.840.10008.1.2.1'),
    element(TAG.ImplementationClassUID, 'UI', '1.2.3.4'),
  ])
  const groupLength = Buffer.alloc(4)
  groupLength.writeUInt32LE(meta.length)
  const elements = (Object.entries(all) as [Keyword, string | Uint8Array | undefined][])
    .sort(([one], [other]) => TAG[one] - TAG[other])
    .map(([keyword, value]) => (value === undefined ? Buffer.alloc(0) : elementOf(keyword, value)))
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(TAG.FileMetaInformationGroupLength, 'UL', groupLength),
    meta,
    ...elements,
  ])
}

function elementOf(keyword: Keyword, value: string | Uint8Array): Buffer {
  return element(TAG[keyword], dictionaryVr(TAG[keyword]) ?? 'UN', value)
}

const LONG_FORM = ['OB', 'OW', 'SQ', 'UN', 'UT']

function element(tag: number, vr: string, value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  const padding = Buffer.alloc(bytes.length % 2, vr === 'UI' || vr.startsWith('O') ? 0 : 0x20)
  const length = bytes.length + padding.length
  const head = Buffer.alloc(LONG_FORM.includes(vr) ? 12 : 8)
  head.writeUInt16LE(tag >>> 16, 0)
  head.writeUInt16LE(tag & 0xffff, 2)
  head.write(vr, 4, 'latin1')
  if (LONG_FORM.includes(vr)) head.writeUInt32LE(length, 8)
  else head.writeUInt16LE(length, 6)
  return Buffer.concat([head, bytes, padding])
}
