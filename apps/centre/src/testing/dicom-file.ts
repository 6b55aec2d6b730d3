/** Small DICOM files for tests: a preamble, File Meta, and a CT slice in Explicit VR Little Endian. */
import { plant } from './planted-patients.ts'

export interface SliceRequest {
  /** The last parts of the UIDs. */
  readonly study?: number
  readonly series?: number
  readonly instance: number
  readonly patientId?: string
  readonly patientName?: string
  readonly studyDescription?: string
  /** Of the pixel data, an even number. */
  readonly pixelBytes?: number
  /** Makes the pixels other than those of another slice with the same UIDs. */
  readonly fill?: number
  /** In place of `pixelBytes` and `fill`: of an even length. */
  readonly pixels?: Uint8Array
  /** Another kind of object than a CT slice. */
  readonly modality?: string
  readonly sopClassUid?: string
}

const ROOT = '1.2.826.0.1.3680043.10.1234'
const BIRTH_DATE = '19600229'
const CT = '1.2.840.10008.5.1.4.1.1.2'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

export function ctSlice({
  study = 1,
  series = 1,
  instance,
  patientId = 'P-1',
  patientName = 'Novák^Ondřej',
  studyDescription = 'CT hrudníku',
  pixelBytes = 512,
  fill = instance,
  pixels = Buffer.alloc(pixelBytes, fill),
  modality = 'CT',
  sopClassUid = CT,
}: SliceRequest): Buffer {
  plant({ name: patientName, id: patientId, birthDate: BIRTH_DATE })
  const studyUid = `${ROOT}.${study}`
  const seriesUid = `${studyUid}.${series}`
  const instanceUid = `${seriesUid}.${instance}`
  const meta = Buffer.concat([
    long(0x0002, 0x0001, 'OB', Buffer.from([0, 1])),
    short(0x0002, 0x0002, 'UI', sopClassUid),
    short(0x0002, 0x0003, 'UI', instanceUid),
    short(0x0002, 0x0010, 'UI', EXPLICIT_LITTLE_ENDIAN),
    short(0x0002, 0x0012, 'UI', `${ROOT}.99`),
  ])
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    short(0x0002, 0x0000, 'UL', uint32(meta.length)),
    meta,
    short(0x0008, 0x0005, 'CS', 'ISO_IR 192'),
    short(0x0008, 0x0016, 'UI', sopClassUid),
    short(0x0008, 0x0018, 'UI', instanceUid),
    short(0x0008, 0x0020, 'DA', '20260315'),
    short(0x0008, 0x0030, 'TM', '101500'),
    short(0x0008, 0x0060, 'CS', modality),
    short(0x0008, 0x1030, 'LO', studyDescription),
    short(0x0008, 0x103e, 'LO', `Série ${series}`),
    short(0x0010, 0x0010, 'PN', patientName),
    short(0x0010, 0x0020, 'LO', patientId),
    short(0x0010, 0x0030, 'DA', BIRTH_DATE),
    short(0x0010, 0x0040, 'CS', 'M'),
    short(0x0020, 0x000d, 'UI', studyUid),
    short(0x0020, 0x000e, 'UI', seriesUid),
    short(0x0020, 0x0010, 'SH', String(study)),
    short(0x0020, 0x0011, 'IS', String(series)),
    short(0x0020, 0x0013, 'IS', String(instance)),
    long(0x7fe0, 0x0010, 'OW', pixels),
  ])
}

/** As many programs of our neighbourhood write: in windows-1250, and labelled as ISO 8859-1 or what is given. */
export function mislabelled(
  slice: Omit<SliceRequest, 'patientName' | 'studyDescription'>,
  patientName: string,
  studyDescription: string,
  label = 'ISO_IR 100',
): Buffer {
  const standsFor = (text: string) => 'x'.repeat(text.length)
  const bytes = ctSlice({
    ...slice,
    patientName: standsFor(patientName),
    studyDescription: standsFor(studyDescription).toUpperCase(),
  })
  for (const [place, text] of [
    [standsFor(patientName), patientName],
    [standsFor(studyDescription).toUpperCase(), studyDescription],
  ] as const)
    bytes.set(inWindows1250(text), bytes.indexOf(place))
  bytes.write(label.padEnd(10), bytes.indexOf('ISO_IR 192'), 'latin1')
  plant({ name: patientName, id: slice.patientId ?? 'P-1', birthDate: BIRTH_DATE })
  return bytes
}

function inWindows1250(text: string): readonly number[] {
  const page = new TextDecoder('windows-1250').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return [...text].map((letter) => page.indexOf(letter))
}

/** PS3.5 §7.1.2: VRs with a 16-bit length. */
function short(group: number, element: number, vr: string, value: string | Buffer): Buffer {
  const bytes = padded(value, vr)
  const head = Buffer.alloc(8)
  head.writeUInt16LE(group, 0)
  head.writeUInt16LE(element, 2)
  head.write(vr, 4, 'latin1')
  head.writeUInt16LE(bytes.length, 6)
  return Buffer.concat([head, bytes])
}

/** VRs with two reserved bytes and a 32-bit length. */
function long(group: number, element: number, vr: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16LE(group, 0)
  head.writeUInt16LE(element, 2)
  head.write(vr, 4, 'latin1')
  head.writeUInt32LE(bytes.length, 8)
  return Buffer.concat([head, bytes])
}

function padded(value: string | Buffer, vr: string): Buffer {
  const bytes = Buffer.from(value)
  if (bytes.length % 2 === 0) return bytes
  return Buffer.concat([bytes, Buffer.from(vr === 'UI' ? '\0' : ' ')])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
