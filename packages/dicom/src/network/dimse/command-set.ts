/** Command sets (PS3.7 §6.3.1, §9.3, §10.3, annex E): group 0000 in Implicit VR Little Endian, as plain objects. */
import { byteText } from '../../text/byte-text.ts'
import { PduError } from '../pdu/pdu-error.ts'

type CommandVr = 'UI' | 'US' | 'UL' | 'AE' | 'LO' | 'AT'

/** PS3.7 table E.1-1, all that is not retired. */
const ELEMENTS = {
  affectedSopClassUid: [0x0002, 'UI'],
  requestedSopClassUid: [0x0003, 'UI'],
  commandField: [0x0100, 'US'],
  messageId: [0x0110, 'US'],
  messageIdBeingRespondedTo: [0x0120, 'US'],
  moveDestination: [0x0600, 'AE'],
  priority: [0x0700, 'US'],
  commandDataSetType: [0x0800, 'US'],
  status: [0x0900, 'US'],
  offendingElement: [0x0901, 'AT'],
  errorComment: [0x0902, 'LO'],
  errorId: [0x0903, 'US'],
  affectedSopInstanceUid: [0x1000, 'UI'],
  requestedSopInstanceUid: [0x1001, 'UI'],
  eventTypeId: [0x1002, 'US'],
  attributeIdentifierList: [0x1005, 'AT'],
  actionTypeId: [0x1008, 'US'],
  remainingSuboperations: [0x1020, 'US'],
  completedSuboperations: [0x1021, 'US'],
  failedSuboperations: [0x1022, 'US'],
  warningSuboperations: [0x1023, 'US'],
  moveOriginatorAeTitle: [0x1030, 'AE'],
  moveOriginatorMessageId: [0x1031, 'US'],
} as const satisfies Record<string, readonly [element: number, vr: CommandVr]>

type Name = keyof typeof ELEMENTS
type ValueOf<Vr> = Vr extends 'US' | 'UL' ? number : Vr extends 'AT' ? readonly number[] : string

/** By the keywords of PS3.7 table E.1-1; tags of AT as numbers. */
export type CommandSet = { readonly [K in Name]?: ValueOf<(typeof ELEMENTS)[K][1]> | undefined }

const ENTRIES = Object.entries(ELEMENTS) as readonly (readonly [Name, readonly [number, CommandVr]])[]
const BY_ELEMENT: ReadonlyMap<number, readonly [Name, CommandVr]> = new Map(
  ENTRIES.map(([name, [element, vr]]) => [element, [name, vr]]),
)

const HEADER_BYTES = 8
const GROUP_LENGTH_BYTES = 12

/** PS3.7 table E.1-1: no data set follows. Any other value says that one does. */
export const NO_DATA_SET = 0x0101
export const WITH_DATA_SET = 0x0001

/** Elements in ascending order, behind their group length. */
export function encodeCommand(command: CommandSet): Uint8Array {
  let length = GROUP_LENGTH_BYTES
  for (const [name, [, vr]] of ENTRIES) {
    const value = command[name]
    if (value !== undefined) length += HEADER_BYTES + valueBytes(vr, value)
  }
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(4, 4, true)
  view.setUint32(8, length - GROUP_LENGTH_BYTES, true)
  let at = GROUP_LENGTH_BYTES
  for (const [name, [element, vr]] of ENTRIES) {
    const value = command[name]
    if (value === undefined) continue
    const size = valueBytes(vr, value)
    view.setUint16(at + 2, element, true)
    view.setUint32(at + 4, size, true)
    at += HEADER_BYTES
    if (typeof value === 'number') view.setUint16(at, value, true)
    else if (typeof value === 'string') writeText(bytes.subarray(at, at + size), vr, value)
    else writeTags(view, at, value)
    at += size
  }
  return bytes
}

function valueBytes(vr: CommandVr, value: number | string | readonly number[]): number {
  if (typeof value === 'number') return vr === 'UL' ? 4 : 2
  if (typeof value === 'string') return value.length + (value.length % 2)
  return 4 * value.length
}

function writeText(into: Uint8Array, vr: CommandVr, text: string): void {
  into.fill(vr === 'UI' ? 0 : 0x20)
  for (let index = 0; index < text.length; index++) into[index] = text.charCodeAt(index)
}

function writeTags(view: DataView, at: number, tags: readonly number[]): void {
  for (const [index, tag] of tags.entries()) {
    view.setUint16(at + 4 * index, tag >>> 16, true)
    view.setUint16(at + 4 * index + 2, tag & 0xffff, true)
  }
}

/**
 * Elements that are retired or unknown are passed over.
 *
 * @throws PduError 'damaged-command'
 */
export function decodeCommand(bytes: Uint8Array): CommandSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const command: Partial<Record<Name, number | string | readonly number[]>> = {}
  let at = 0
  while (at < bytes.length) {
    if (bytes.length - at < HEADER_BYTES) throw damaged('A command set that ends within an element')
    const group = view.getUint16(at, true)
    const element = view.getUint16(at + 2, true)
    const length = view.getUint32(at + 4, true)
    at += HEADER_BYTES
    if (group !== 0) throw damaged('An element of another group in a command set')
    if (length > bytes.length - at) throw damaged('An element that reaches beyond its command set')
    const known = BY_ELEMENT.get(element)
    if (known !== undefined && length > 0) {
      const [name, vr] = known
      command[name] = decodeValue(view, bytes.subarray(at, at + length), at, vr)
    }
    at += length
  }
  // Each value was read by the VR that its name has in the table.
  return command as CommandSet
}

function decodeValue(
  view: DataView,
  value: Uint8Array,
  at: number,
  vr: CommandVr,
): number | string | readonly number[] {
  switch (vr) {
    case 'US':
      if (value.length < 2) throw damaged('A number of less than two bytes in a command set')
      return view.getUint16(at, true)
    case 'UL':
      if (value.length < 4) throw damaged('A number of less than four bytes in a command set')
      return view.getUint32(at, true)
    case 'AT':
      return Array.from(
        { length: Math.floor(value.length / 4) },
        (_, index) =>
          view.getUint16(at + 4 * index, true) * 0x10000 + view.getUint16(at + 4 * index + 2, true),
      )
    default:
      return byteText(value).replaceAll('\0', ' ').trim()
  }
}

function damaged(detail: string): PduError {
  return new PduError('damaged-command', detail)
}
