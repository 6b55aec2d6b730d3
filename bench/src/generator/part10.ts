/**
 * Files of PS3.10 in Explicit VR Little Endian, written here on purpose and not with @epacs/dicom: what the centre
 * reads must not come from the same hands.
 */
import { Buffer } from 'node:buffer'

const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

type TextVr = 'AE' | 'AS' | 'CS' | 'DA' | 'DS' | 'IS' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI'

/** Tag (0x00100010), VR, value. Several values of one element are a list; numbers of AT are tags. */
export type Element =
  | readonly [tag: number, vr: TextVr, value: string | number | readonly (string | number)[]]
  | readonly [tag: number, vr: 'US' | 'AT', value: number]

/** PS3.5 §7.1.2: 16-bit length for every VR used here. Sorted by tag, as §7.1 wants it. */
function encodeElements(elements: readonly Element[]): Buffer {
  const sorted = elements.toSorted(([one], [other]) => one - other)
  return Buffer.concat(sorted.flatMap(([tag, vr, value]) => encodeElement(tag, vr, encodeValue(vr, value))))
}

function encodeElement(tag: number, vr: string, value: Buffer): Buffer[] {
  const head = Buffer.alloc(8)
  writeTag(head, tag)
  head.write(vr, 4, 'latin1')
  head.writeUInt16LE(value.length, 6)
  return [head, value]
}

function encodeValue(vr: Element[1], value: Element[2]): Buffer {
  if (vr === 'US' || vr === 'AT') {
    const bytes = Buffer.alloc(vr === 'US' ? 2 : 4)
    if (vr === 'US') bytes.writeUInt16LE(Number(value))
    else writeTag(bytes, Number(value))
    return bytes
  }
  const bytes = Buffer.from(Array.isArray(value) ? value.join('\\') : String(value), 'utf8')
  // PS3.5 §6.2: an even length, with a space behind text and a NUL behind a UID.
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === 'UI' ? '\0' : ' ')])
}

function writeTag(bytes: Buffer, tag: number): void {
  bytes.writeUInt16LE(tag >>> 16, 0)
  bytes.writeUInt16LE(tag & 0xffff, 2)
}

/**
 * Everything of a file before the first byte of its pixel data: preamble, File Meta (PS3.10 §7.1), data set, head of
 * (7FE0,0010) as OW.
 *
 * @param pixelBytes length of the pixel data, even and below 2^32 - 1
 */
export function fileHead(elements: readonly Element[], pixelBytes: number): Buffer {
  const given = (tag: number) => elements.find(([one]) => one === tag)?.[2]
  const sopClassUid = given(0x00080016)
  const sopInstanceUid = given(0x00080018)
  if (typeof sopClassUid !== 'string' || typeof sopInstanceUid !== 'string') {
    throw new TypeError('a SOP instance needs its class and its UID')
  }
  const meta = Buffer.concat([
    // OB is the one VR with a 32-bit length in the File Meta (PS3.5 §7.1.2).
    Buffer.from([0x02, 0, 0x01, 0, 0x4f, 0x42, 0, 0, 2, 0, 0, 0, 0, 1]),
    encodeElements([
      [0x00020002, 'UI', sopClassUid],
      [0x00020003, 'UI', sopInstanceUid],
      [0x00020010, 'UI', EXPLICIT_VR_LITTLE_ENDIAN],
      [0x00020012, 'UI', '2.25.190146890427146164906394253403190338560'],
      [0x00020013, 'SH', 'EPACS_BENCH'],
    ]),
  ])
  const groupLength = Buffer.from([0x02, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0])
  groupLength.writeUInt32LE(meta.length, 8)
  const pixelHead = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x57, 0, 0, 0, 0, 0, 0])
  pixelHead.writeUInt32LE(pixelBytes, 8)
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    groupLength,
    meta,
    encodeElements(elements),
    pixelHead,
  ])
}
