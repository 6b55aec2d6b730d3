/**
 * The outermost of DER (X.690, 8.1 and 10.1): where an element begins and ends. Lists of revoked certificates are too
 * long for libraries that make objects of every element: @peculiar/x509 refuses one of 50,000 entries.
 */
import { RevocationError } from './status.ts'

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const
export const CONTEXT_0 = 0xa0

export interface Element {
  readonly tag: number
  /** With tag and length. */
  readonly whole: Buffer
  readonly content: Buffer
}

/** The element that begins at `offset`. Throws RevocationError `malformed`. */
export function elementAt(der: Buffer, offset: number): Element {
  const tag = der[offset]
  const first = der[offset + 1]
  if (tag === undefined || first === undefined) throw new RevocationError('malformed')
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  // Lengths of more than four bytes, and unknown ones, are of no list that could be fetched.
  if (first === 0x80 || lengthBytes > 4 || offset + 2 + lengthBytes > der.length)
    throw new RevocationError('malformed')
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes)
  const start = offset + 2 + lengthBytes
  if (start + length > der.length) throw new RevocationError('malformed')
  return { tag, whole: der.subarray(offset, start + length), content: der.subarray(start, start + length) }
}

/** The elements in `content`, one after the other. */
export function* elementsOf(content: Buffer): Generator<Element> {
  for (let offset = 0; offset < content.length; ) {
    const element = elementAt(content, offset)
    yield element
    offset += element.whole.length
  }
}

export function sequence(parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([TAG.sequence]), lengthOf(content.length), content])
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes])
  const length = Buffer.alloc(5)
  length.writeUInt8(0x84)
  length.writeUInt32BE(bytes, 1)
  return length
}
