/** Writes what must stand before a data set (PS3.10 §7.1) when what came with it was missing or wrong. */
import { hasLongHeader, unitBytes, vrOfBytes } from '../encoding/value-representation.ts'
import { TAG } from '../tags.ts'
import { type FileMeta, type MetaElement, PREAMBLE_BYTES } from './file-meta.ts'

/** Made from a UUID (PS3.5 §B.2), once and for all. */
export const IMPLEMENTATION_CLASS_UID = '2.25.108368954697765852288679491283108816725'
/** At most 16 characters (PS3.10 §7.1). */
export const IMPLEMENTATION_VERSION_NAME = 'EPACS_0_1'

export interface HeadFacts {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly transferSyntaxUid: string
}

/** Elements of the old meta that say who wrote or sent the file: kept. Everything else is written anew. */
const REWRITTEN: ReadonlySet<number> = new Set([
  TAG.FileMetaInformationGroupLength,
  TAG.FileMetaInformationVersion,
  TAG.MediaStorageSOPClassUID,
  TAG.MediaStorageSOPInstanceUID,
  TAG.TransferSyntaxUID,
  TAG.ImplementationClassUID,
  TAG.ImplementationVersionName,
])

/** The longest even value whose length fits into 16 bit. */
const MAX_SHORT_BYTES = 0xfffe

/** VRs of the elements that may be kept, where the old meta did not tell them. */
const META_VR: ReadonlyMap<number, string> = new Map<number, string>([
  [TAG.SourceApplicationEntityTitle, 'AE'],
  [TAG.SendingApplicationEntityTitle, 'AE'],
  [TAG.ReceivingApplicationEntityTitle, 'AE'],
  [TAG.PrivateInformationCreatorUID, 'UI'],
  [TAG.PrivateInformation, 'OB'],
])

/** A preamble of zeros, "DICM", and File Meta Information in Explicit VR Little Endian. */
export function writeFileHead(facts: HeadFacts, old: FileMeta): Uint8Array {
  const elements = [
    ...[...old.elements.values()].filter(isKept),
    { tag: TAG.FileMetaInformationVersion, vr: 'OB', value: Uint8Array.of(0, 1) },
    uid(TAG.MediaStorageSOPClassUID, facts.sopClassUid),
    uid(TAG.MediaStorageSOPInstanceUID, facts.sopInstanceUid),
    uid(TAG.TransferSyntaxUID, facts.transferSyntaxUid),
    uid(TAG.ImplementationClassUID, IMPLEMENTATION_CLASS_UID),
    text(TAG.ImplementationVersionName, 'SH', IMPLEMENTATION_VERSION_NAME, 0x20),
  ].sort((one, other) => one.tag - other.tag)
  const group = concat(elements.map(encodeElement))
  const groupLength = new Uint8Array(4)
  new DataView(groupLength.buffer).setUint32(0, group.length, true)
  const first = encodeElement({ tag: TAG.FileMetaInformationGroupLength, vr: 'UL', value: groupLength })
  return concat([new Uint8Array(PREAMBLE_BYTES), ascii('DICM'), first, group])
}

/** Of an object that is made here. */
export function newFileHead(facts: HeadFacts): Uint8Array {
  return writeFileHead(facts, {
    dataSetOffset: 0,
    hasPreamble: false,
    elements: new Map(),
    isExplicitLittle: true,
    isGroupLengthRight: true,
  })
}

/**
 * What makes a file of a data set that came over the network, in the encoding that was agreed on there.
 *
 * @param sourceAeTitle of the application that sent it (0002,0016)
 */
export function receivedFileHead(facts: HeadFacts, sourceAeTitle: string): Uint8Array {
  const { tag, vr, value } = text(TAG.SourceApplicationEntityTitle, 'AE', sourceAeTitle, 0x20)
  return writeFileHead(facts, {
    dataSetOffset: 0,
    hasPreamble: false,
    elements: new Map([[tag, { tag, vr, value }]]),
    isExplicitLittle: true,
    isGroupLengthRight: true,
  })
}

/** The head as it came, with a preamble of zeros. */
export function withoutPreamble(head: Uint8Array): Uint8Array {
  return head.slice().fill(0, 0, PREAMBLE_BYTES)
}

/** Text and plain bytes alone: numbers would have to be turned round when the old meta was big endian. */
function isKept({ tag, vr, value }: MetaElement): boolean {
  const letters = vr ?? META_VR.get(tag)
  if (REWRITTEN.has(tag) || letters === undefined || value.length === 0) return false
  const standard = vrOfBytes(letters.charCodeAt(0), letters.charCodeAt(1))
  if (standard === undefined || unitBytes(standard) !== 1) return false
  return hasLongHeader(standard) || value.length < MAX_SHORT_BYTES
}

function encodeElement({ tag, vr, value }: MetaElement): Uint8Array {
  const letters = vr ?? META_VR.get(tag) ?? 'UN'
  const standard = vrOfBytes(letters.charCodeAt(0), letters.charCodeAt(1))
  const isLong = standard === undefined || hasLongHeader(standard)
  const paddedBytes = value.length + (value.length % 2)
  const bytes = new Uint8Array((isLong ? 12 : 8) + paddedBytes)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, tag >>> 16, true)
  view.setUint16(2, tag & 0xffff, true)
  bytes.set(ascii(letters), 4)
  if (isLong) view.setUint32(8, paddedBytes, true)
  else view.setUint16(6, paddedBytes, true)
  bytes.set(value, isLong ? 12 : 8)
  return bytes
}

function uid(tag: number, value: string): MetaElement {
  return text(tag, 'UI', value, 0)
}

function text(tag: number, vr: string, value: string, padding: number): MetaElement {
  return { tag, vr, value: ascii(value.length % 2 === 0 ? value : value + String.fromCharCode(padding)) }
}

/** For each object that comes over the network a dozen times: `Uint8Array.from` takes ten times as long. */
function ascii(value: string): Uint8Array {
  const bytes = new Uint8Array(value.length)
  for (let at = 0; at < value.length; at++) bytes[at] = value.charCodeAt(at)
  return bytes
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
