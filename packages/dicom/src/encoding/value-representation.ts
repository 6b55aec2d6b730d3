/** The table of value representations (PS3.5 §6.2, §7.1.2) as reading needs it. */
import type { VR } from '../data-set.ts'

/** VRs whose explicit header is of 8 bytes, with a length of 16 bit (PS3.5 table 7.1-2). */
const SHORT: readonly VR[] = [
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'SL',
  'SS',
  'ST',
  'TM',
  'UI',
  'UL',
  'US',
]
/** VRs whose explicit header is of 12 bytes, with a length of 32 bit (PS3.5 table 7.1-1). */
const LONG: readonly VR[] = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']

const A = 0x41
const LETTERS = 26

function codeOf(first: number, second: number): number {
  return (first - A) * LETTERS + (second - A)
}

const VR_BY_CODE: (VR | undefined)[] = new Array<VR | undefined>(LETTERS * LETTERS).fill(undefined)
for (const vr of [...SHORT, ...LONG]) VR_BY_CODE[codeOf(vr.charCodeAt(0), vr.charCodeAt(1))] = vr

const LONG_SET: ReadonlySet<VR> = new Set(LONG)

export function isUpperCase(byte: number): boolean {
  return byte >= A && byte < A + LETTERS
}

/** The VR that two bytes spell; undefined when they spell none. */
export function vrOfBytes(first: number, second: number): VR | undefined {
  return isUpperCase(first) && isUpperCase(second) ? VR_BY_CODE[codeOf(first, second)] : undefined
}

/** Whether its explicit header has a length of 32 bit. */
export function hasLongHeader(vr: VR): boolean {
  return LONG_SET.has(vr)
}

/** Bytes of one number in the value, which is what byte order applies to; 1 for text and plain bytes. */
export function unitBytes(vr: VR): 1 | 2 | 4 | 8 {
  switch (vr) {
    case 'AT':
    case 'OW':
    case 'SS':
    case 'US':
      return 2
    case 'FL':
    case 'OF':
    case 'OL':
    case 'SL':
    case 'UL':
      return 4
    case 'FD':
    case 'OD':
    case 'OV':
    case 'SV':
    case 'UV':
      return 8
    default:
      return 1
  }
}
