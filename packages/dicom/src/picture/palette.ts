/** Colours by number (PS3.3 §C.7.6.3.1.5, §C.7.6.3.1.6). */
import type { ObjectElements } from '../object/index.ts'

/** Descriptor and data of red, green and blue. */
const TABLES = [
  [0x00281101, 0x00281201],
  [0x00281102, 0x00281202],
  [0x00281103, 0x00281203],
] as const

export type Palette = (stored: number) => readonly [number, number, number]

/**
 * Undefined: the object has none, or one in segments.
 *
 * @param isSigned the pixels are, and with them the first value of the tables
 */
export function paletteOf(elements: ObjectElements, isSigned: boolean): Palette | undefined {
  const tables = TABLES.map(([descriptor, data]) =>
    tableOf(elements.get(descriptor)?.value, elements.get(data)?.value, isSigned),
  )
  const [red, green, blue] = tables
  return red && green && blue ? (stored) => [red(stored), green(stored), blue(stored)] : undefined
}

function tableOf(descriptor: Uint8Array | undefined, data: Uint8Array | undefined, isSigned: boolean) {
  if (descriptor === undefined || descriptor.length < 6 || data === undefined) return undefined
  const words = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // No entries stand for 65,536, which do not fit into the sixteen bits.
  const entries = words(descriptor).getUint16(0, true) || 65_536
  const first = isSigned ? words(descriptor).getInt16(2, true) : words(descriptor).getUint16(2, true)
  const table = words(data)
  const isPacked = data.length < 2 * entries
  // Tables of sixteen bits are to be taken by their upper half; some writers put eight bits into the lower one.
  const bits = words(descriptor).getUint16(4, true)
  if (data.length < entries) return undefined
  return (stored: number): number => {
    const index = Math.min(entries - 1, Math.max(0, stored - first))
    if (isPacked) return table.getUint8(index)
    const value = table.getUint16(2 * index, true)
    return bits === 16 ? value >> 8 : value
  }
}
