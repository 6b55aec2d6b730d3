/** Turns the numbers of a value round. */
import type { VR } from '../data-set.ts'
import { unitBytes } from './value-representation.ts'

/** A value in big endian becomes little endian, in place; bytes that make no whole number at its end stay. */
export function reverseUnits(value: Uint8Array, vr: VR): void {
  const unit = unitBytes(vr)
  if (unit === 1) return
  for (let at = 0; at + unit <= value.length; at += unit) value.subarray(at, at + unit).reverse()
}
