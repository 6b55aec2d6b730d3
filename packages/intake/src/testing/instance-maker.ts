/** Small DICOM instances for tests: Explicit VR Little Endian, a Secondary Capture of one row. */
import { Buffer } from 'node:buffer'

export interface InstanceToMake {
  readonly sopInstanceUid: string
  readonly studyInstanceUid?: string
  readonly seriesInstanceUid?: string
  readonly patientId?: string
  readonly patientName?: string
  readonly birthDate?: string
  readonly pixels?: Uint8Array
}

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7'

export function makeInstance(instance: InstanceToMake): Buffer {
  const meta = Buffer.concat([
    element(0x00020001, 'OB', Buffer.of(0, 1)),
    element(0x00020002, 'UI', SECONDARY_CAPTURE),
    element(0x00020003, 'UI', instance.sopInstanceUid),
    element(0x00020010, 'UI', EXPLICIT_LITTLE_ENDIAN),
    element(0x00020012, 'UI', '1.2.3.4'),
  ])
  const groupLength = Buffer.alloc(4)
  groupLength.writeUInt32LE(meta.length)
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x00020000, 'UL', groupLength),
    meta,
    makeDataSet(instance),
  ])
}

export function makeDataSet(instance: InstanceToMake): Buffer {
  const pixels = instance.pixels ?? Buffer.alloc(64)
  const columns = Buffer.alloc(2)
  columns.writeUInt16LE(pixels.length)
  return Buffer.concat([
    element(0x00080016, 'UI', SECONDARY_CAPTURE),
    element(0x00080018, 'UI', instance.sopInstanceUid),
    element(0x00080020, 'DA', '20260102'),
    element(0x00080030, 'TM', '101112'),
    element(0x00080060, 'CS', 'OT'),
    element(0x00080064, 'CS', 'WSD'),
    element(0x00100010, 'PN', instance.patientName ?? 'Test^Patient'),
    element(0x00100020, 'LO', instance.patientId ?? 'P1'),
    element(0x00100030, 'DA', instance.birthDate ?? '19700101'),
    element(0x00100040, 'CS', 'O'),
    element(0x0020000d, 'UI', instance.studyInstanceUid ?? '1.2.3.1'),
    element(0x0020000e, 'UI', instance.seriesInstanceUid ?? '1.2.3.1.1'),
    element(0x00200010, 'SH', 'S1'),
    element(0x00200011, 'IS', '1'),
    element(0x00200013, 'IS', '1'),
    element(0x00280002, 'US', Buffer.of(1, 0)),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', Buffer.of(1, 0)),
    element(0x00280011, 'US', columns),
    element(0x00280100, 'US', Buffer.of(8, 0)),
    element(0x00280101, 'US', Buffer.of(8, 0)),
    element(0x00280102, 'US', Buffer.of(7, 0)),
    element(0x00280103, 'US', Buffer.of(0, 0)),
    element(0x7fe00010, 'OB', pixels),
  ])
}

const LONG_FORM = ['OB', 'OW', 'SQ', 'UN', 'UT']

/** One element in Explicit VR Little Endian (PS3.5 §7.1.2), padded to even length. */
export function element(tag: number, vr: string, value: string | Uint8Array): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value)
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
