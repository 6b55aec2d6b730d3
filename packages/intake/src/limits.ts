/** How much one sending may ask of the centre. Checked while reading, never by what a header promises. */
export interface IntakeLimits {
  /** Instances in one package. */
  readonly maxInstances: number
  /** Files, directories and everything else in one ZIP. */
  readonly maxArchiveEntries: number
  /** What all ZIPs of a sending unpack to, in bytes. */
  readonly maxUnpackedBytes: number
  /** How many times its packed size an entry may unpack to... */
  readonly maxRatio: number
  /** ...once it has unpacked to this many bytes: small files of zeros are ordinary. */
  readonly ratioFreeBytes: number
}

const GIB = 1024 ** 3

export const DEFAULT_LIMITS: IntakeLimits = {
  maxInstances: 100_000,
  maxArchiveEntries: 250_000,
  maxUnpackedBytes: 200 * GIB,
  maxRatio: 200,
  ratioFreeBytes: GIB / 16,
}
