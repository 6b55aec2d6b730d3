/** What a transfer syntax (PS3.5 §10, PS3.6 table A-1) says of a data set's encoding. */

export interface Encoding {
  readonly vr: 'implicit' | 'explicit'
  readonly byteOrder: 'little' | 'big'
}

export interface TransferSyntax extends Encoding {
  readonly uid: string
  /** The whole data set is one deflate stream (PS3.5 §A.5). */
  readonly deflated: boolean
  /** 'absent': it stands elsewhere, and the data set names where (PS3.5 §A.6 and on). */
  readonly pixelData: 'native' | 'encapsulated' | 'absent'
  /** By whose bytes a frame begins and ends; undefined: not looked at. */
  readonly codestream: 'jpeg' | 'jpeg-2000' | undefined
  readonly origin: 'standard' | 'private'
}

const IMPLICIT_LITTLE = '1.2.840.10008.1.2'
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'
const EXPLICIT_BIG = '1.2.840.10008.1.2.2'
const STANDARD_ROOT = '1.2.840.10008.1.2.'

const NATIVE = {
  vr: 'explicit',
  byteOrder: 'little',
  deflated: false,
  pixelData: 'native',
  codestream: undefined,
  origin: 'standard',
} as const satisfies Omit<TransferSyntax, 'uid'>

const ENCAPSULATED = { ...NATIVE, pixelData: 'encapsulated' } as const
const ABSENT = { ...NATIVE, pixelData: 'absent' } as const

/** Every one that differs from what an unknown one is taken for. */
const KNOWN: ReadonlyMap<string, Omit<TransferSyntax, 'uid'>> = new Map<string, Omit<TransferSyntax, 'uid'>>([
  [IMPLICIT_LITTLE, { ...NATIVE, vr: 'implicit' }],
  [EXPLICIT_LITTLE, NATIVE],
  [EXPLICIT_BIG, { ...NATIVE, byteOrder: 'big' }],
  ['1.2.840.10008.1.2.1.99', { ...NATIVE, deflated: true }],
  // JPIP Referenced, JPIP HTJ2K Referenced, and both of them deflated.
  ['1.2.840.10008.1.2.4.94', ABSENT],
  ['1.2.840.10008.1.2.4.95', { ...ABSENT, deflated: true }],
  ['1.2.840.10008.1.2.4.204', ABSENT],
  ['1.2.840.10008.1.2.4.205', { ...ABSENT, deflated: true }],
  // SMPTE ST 2110 (PS3.5 §A.8 and on): the video or audio goes beside, as a stream of its own.
  ['1.2.840.10008.1.2.7.1', ABSENT],
  ['1.2.840.10008.1.2.7.2', ABSENT],
  ['1.2.840.10008.1.2.7.3', ABSENT],
  // Papyrus 3, retired, outside the root of the others.
  ['1.2.840.10008.1.20', { ...NATIVE, vr: 'implicit' }],
  // GE: an implicit little endian header with pixel data in big endian.
  ['1.2.840.113619.5.2', { ...NATIVE, vr: 'implicit', origin: 'private' }],
])

/** JPEG (4.50 to 4.70), JPEG-LS (4.80, 4.81): a frame is one SOI to EOI. */
const JPEG = /^1\.2\.840\.10008\.1\.2\.4\.(?:5\d|6\d|70|80|81)$/
/** JPEG 2000 (4.90, 4.91; part 2 may join frames), High-Throughput JPEG 2000 (4.201 to 4.203): SOC to EOC. */
const JPEG_2000 = /^1\.2\.840\.10008\.1\.2\.4\.(?:9[01]|20[1-3])$/

/**
 * What `uid` stands for; undefined for a private one that is not known. A UID of the standard that is newer than
 * this table is Explicit VR Little Endian with encapsulated pixel data, as all since 1996 have been.
 */
export function transferSyntax(uid: string): TransferSyntax | undefined {
  const known = KNOWN.get(uid)
  if (known !== undefined) return { ...known, uid }
  if (!uid.startsWith(STANDARD_ROOT)) return undefined
  const codestream = JPEG.test(uid) ? 'jpeg' : JPEG_2000.test(uid) ? 'jpeg-2000' : undefined
  return { ...ENCAPSULATED, codestream, uid }
}

/** The transfer syntax of uncompressed pixel data in an encoding; undefined: there is none (implicit, big endian). */
export function nativeTransferSyntax({ vr, byteOrder }: Encoding): TransferSyntax | undefined {
  if (vr === 'implicit' && byteOrder === 'big') return undefined
  if (vr === 'implicit') return transferSyntax(IMPLICIT_LITTLE)
  return transferSyntax(byteOrder === 'big' ? EXPLICIT_BIG : EXPLICIT_LITTLE)
}
