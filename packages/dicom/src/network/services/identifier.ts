/** Identifiers of queries and retrievals (PS3.4 §C.4): small data sets, read and written in the plain encodings. */
import type { Tag, VR } from '../../data-set.ts'
import { DicomError } from '../../dicom-error.ts'
import { DataSetWalker } from '../../encoding/data-set-walker.ts'
import { transferSyntax } from '../../encoding/transfer-syntax.ts'
import { hasLongHeader } from '../../encoding/value-representation.ts'
import { ElementVisitor } from '../../object/element-visitor.ts'

export interface IdentifierElement {
  readonly tag: Tag
  readonly vr: VR
  /** In little endian; of odd length it is padded when it is written. Empty for a sequence: its items are not carried. */
  readonly value: Uint8Array
}

/** By tag. */
export type Identifier = ReadonlyMap<Tag, IdentifierElement>

const MAX_IDENTIFIER_BYTES = 2 * 1024 * 1024
const MAX_VALUE_BYTES = 1024 * 1024
const MAX_DEPTH = 8
const ITEM_DELIMITERS = 0xfffe
const LONGEST_SHORT_VALUE_BYTES = 0xfffe
const encoder = new TextEncoder()

/** @returns undefined: it cannot be read, or is too long. Always takes the whole stream. */
export async function readIdentifier(
  dataSet: AsyncIterable<Uint8Array>,
  syntaxUid: string,
): Promise<Identifier | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of dataSet) {
    bytes += part.length
    if (bytes <= MAX_IDENTIFIER_BYTES) parts.push(part)
  }
  return bytes > MAX_IDENTIFIER_BYTES ? undefined : decodeIdentifier(parts, syntaxUid)
}

/** @returns undefined: it cannot be read */
export function decodeIdentifier(parts: readonly Uint8Array[], syntaxUid: string): Identifier | undefined {
  const encoding = transferSyntax(syntaxUid)
  if (encoding === undefined || encoding.deflated) return undefined
  const visitor = new ElementVisitor({
    extent: 'whole',
    maxValueBytes: MAX_VALUE_BYTES,
    maxKeptBytes: MAX_IDENTIFIER_BYTES,
    offset: () => 0,
  })
  const walker = new DataSetWalker(visitor, { encoding, maxDepth: MAX_DEPTH, offset: 0 })
  try {
    for (const part of parts) walker.push(part)
    walker.end()
  } catch (error) {
    if (error instanceof DicomError) return undefined
    throw error
  }
  const elements = new Map<Tag, IdentifierElement>()
  for (const { tag, vr, value } of visitor.elements.values()) {
    if (value !== undefined && tag >>> 16 !== ITEM_DELIMITERS) elements.set(tag, { tag, vr, value })
  }
  return elements
}

/** In ascending order of tags, whatever theirs is. */
export function writeIdentifier(elements: Iterable<IdentifierElement>, syntaxUid: string): Uint8Array {
  const isExplicit = transferSyntax(syntaxUid)?.vr !== 'implicit'
  const written = [...elements].sort((one, other) => one.tag - other.tag)
  return Buffer.concat(written.map((element) => writeElement(element, isExplicit)))
}

function writeElement({ tag, vr, value }: IdentifierElement, isExplicit: boolean): Uint8Array {
  const isLong = isExplicit && hasLongHeader(vr)
  if (isExplicit && !isLong && value.length > LONGEST_SHORT_VALUE_BYTES) {
    throw new RangeError(`a value of ${value.length} bytes with VR ${vr}`)
  }
  const isOdd = value.length % 2 === 1
  const headBytes = isLong ? 12 : 8
  const bytes = new Uint8Array(headBytes + value.length + (isOdd ? 1 : 0))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, tag >>> 16, true)
  view.setUint16(2, tag & 0xffff, true)
  const length = bytes.length - headBytes
  if (isExplicit) {
    view.setUint8(4, vr.charCodeAt(0))
    view.setUint8(5, vr.charCodeAt(1))
  }
  if (isExplicit && !isLong) view.setUint16(6, length, true)
  else view.setUint32(isLong ? 8 : 4, length, true)
  bytes.set(value, headBytes)
  if (isOdd) bytes[bytes.length - 1] = vr === 'UI' || vr === 'OB' || vr === 'UN' ? 0 : 0x20
  return bytes
}

/** @param text of ASCII; several values with backslashes between them */
export function textElement(tag: Tag, vr: VR, text: string): IdentifierElement {
  return { tag, vr, value: encoder.encode(text) }
}
