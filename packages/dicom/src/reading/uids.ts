/** Unique identifiers (PS3.5 §9.1, §6.2) as they are found: usable, usable and odd, or not at all. */

import { byteText } from '../text/byte-text.ts'

export type UidJudgement =
  | { readonly kind: 'regular' | 'irregular'; readonly uid: string }
  | { readonly kind: 'missing' | 'invalid' }

const MAX_UID_CHARACTERS = 64
/** Components of digits, without leading zeros, under one of the three roots that exist (ISO 8824-1 annex D). */
const REGULAR = /^[0-2](?:\.(?:0|[1-9]\d*))+$/
const USABLE = /^[\d.]+$/

/** The bytes of a UI value. */
export function judgeUid(value: Uint8Array | undefined): UidJudgement {
  if (value === undefined) return { kind: 'missing' }
  // A value of a megabyte is no UID, and needs no string of a megabyte.
  const text = byteText(value.subarray(0, 4 * MAX_UID_CHARACTERS))
  const uid = text.replace(/[\0 ]+$/, '').replace(/^ +/, '')
  if (uid === '') return { kind: 'missing' }
  if (!USABLE.test(uid) || uid.length > MAX_UID_CHARACTERS || !/\d/.test(uid)) return { kind: 'invalid' }
  const padding = text.slice(uid.length)
  const isPaddedRight = padding === '' || (padding === '\0' && uid.length % 2 === 1)
  return { kind: isPaddedRight && text.startsWith(uid) && REGULAR.test(uid) ? 'regular' : 'irregular', uid }
}
