/** The text and numbers of elements, as people and other parts of the product want them. */
import type { DataElement, DataSet, Tag, VR } from '../data-set.ts'
import { unitBytes } from '../encoding/value-representation.ts'
import { byteText } from './byte-text.ts'
import { type CharacterSet, characterSetOf } from './character-set.ts'
import { decode, isMultiValued } from './decode.ts'
import { withoutPadding, withoutTrailingPadding } from './padding.ts'

/**
 * Text without padding, values separated by backslashes. Never throws: bytes that the character set does not have
 * are shown as what they were most likely meant for.
 */
export function decodeText(bytes: Uint8Array, vr: VR, characterSet: CharacterSet): string {
  const { text } = decode(bytes, vr, characterSet)
  if (!isMultiValued(vr)) return withoutTrailingPadding(text)
  return text.split('\\').map(withoutPadding).join('\\')
}

/**
 * The text of an element; undefined when it is absent, '' when it is empty, and for numbers their decimal digits.
 *
 * @param enclosing the character set of what `dataSet` stands in, when it is an item of a sequence
 */
export function textOf(dataSet: DataSet, tag: Tag, enclosing?: CharacterSet): string | undefined {
  const element = dataSet.get(tag)
  if (element === undefined) return undefined
  if (unitBytes(element.vr) > 1) return String(numberIn(element) ?? '')
  return decodeText(element.value, element.vr, characterSetOf(dataSet, enclosing))
}

/** The first number of an element, binary or text (IS, DS); undefined when there is none. */
export function numberOf(dataSet: DataSet, tag: Tag): number | undefined {
  const element = dataSet.get(tag)
  return element === undefined ? undefined : numberIn(element)
}

function numberIn({ vr, value }: DataElement): number | undefined {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  if (value.length < unitBytes(vr)) return undefined
  switch (vr) {
    case 'US':
      return view.getUint16(0, true)
    case 'SS':
      return view.getInt16(0, true)
    case 'UL':
      return view.getUint32(0, true)
    case 'SL':
      return view.getInt32(0, true)
    case 'FL':
      return view.getFloat32(0, true)
    case 'FD':
      return view.getFloat64(0, true)
    case 'IS':
    case 'DS':
      return decimal(byteText(value.subarray(0, MAX_DECIMAL_BYTES)))
    default:
      return undefined
  }
}

/** Longer than any IS or DS, so that of a value of a megabyte only the beginning is looked at. */
const MAX_DECIMAL_BYTES = 64

function decimal(values: string): number | undefined {
  const first = (values.split('\\')[0] ?? '').replaceAll('\0', ' ').trim()
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(first) ? Number(first) : undefined
}
