/** The numbers of a value as DICOM JSON has them (PS3.18 table F.2.3-1). */
import type { VR } from '../data-set.ts'
import { byteText } from '../text/byte-text.ts'

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

type Reading = readonly [bytes: number, read: (view: DataView, at: number) => number | bigint]

const BINARY: Partial<Readonly<Record<VR, Reading>>> = {
  US: [2, (view, at) => view.getUint16(at, true)],
  SS: [2, (view, at) => view.getInt16(at, true)],
  UL: [4, (view, at) => view.getUint32(at, true)],
  SL: [4, (view, at) => view.getInt32(at, true)],
  FL: [4, (view, at) => view.getFloat32(at, true)],
  FD: [8, (view, at) => view.getFloat64(at, true)],
  SV: [8, (view, at) => view.getBigInt64(at, true)],
  UV: [8, (view, at) => view.getBigUint64(at, true)],
}

/** Undefined: no VR of numbers. What JSON cannot hold as a number, or what is none, is a string, as allowed since 2019. */
export function numbersOf(vr: VR, value: Uint8Array): (number | string | null)[] | undefined {
  if (vr === 'IS' || vr === 'DS') return decimals(byteText(value))
  const reading = BINARY[vr]
  if (reading === undefined) return undefined
  const [bytes, read] = reading
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const numbers: (number | string)[] = []
  for (let at = 0; at + bytes <= value.length; at += bytes) numbers.push(asJson(read(view, at)))
  return numbers
}

function asJson(number: number | bigint): number | string {
  if (typeof number === 'bigint') {
    return number === BigInt(Number(number)) && Number.isSafeInteger(Number(number))
      ? Number(number)
      : number.toString()
  }
  return Number.isFinite(number) ? number : String(number)
}

function decimals(text: string): (number | string | null)[] {
  return text.split('\\').map((each) => {
    const trimmed = each.replaceAll('\0', ' ').trim()
    if (trimmed === '') return null
    return DECIMAL.test(trimmed) ? Number(trimmed) : trimmed
  })
}
