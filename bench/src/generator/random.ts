/** Seeded random numbers: the same seed gives the same data on every machine. */
import { createHash } from 'node:crypto'

/** A 32-bit seed for one thing among many; never 0, which xorshift cannot leave. */
export function seedOf(...names: readonly (string | number)[]): number {
  return createHash('sha256').update(names.join('\u0000')).digest().readUInt32LE(0) || 1
}

/** The next state of xorshift32 (Marsaglia 2003), and a number of 32 bits at the same time. */
export function nextRandom(state: number): number {
  let next = state
  next ^= next << 13
  next ^= next >>> 17
  next ^= next << 5
  return next
}

/** A UID below 2.25 (PS3.5 §B.2) from a UUID of version 8 (RFC 9562 §5.8) over the names. */
export function uidOf(...names: readonly (string | number)[]): string {
  const bytes = createHash('sha256')
    .update(`uid\u0000${names.join('\u0000')}`)
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}
