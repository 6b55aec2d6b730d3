/** How much an object may ask of its reader. Checked while reading, never by what a length promises. */
export interface ReadingLimits {
  /** Sequences within sequences; a recursive reader further on overflows at some thousands. */
  readonly maxDepth: number
  /** Bytes of File Meta Information. */
  readonly maxMetaBytes: number
  /** Bytes of one kept value. */
  readonly maxValueBytes: number
  /** Bytes of all kept values together, and what their bookkeeping costs. */
  readonly maxHeaderBytes: number
  /** How many times its size a deflated data set may inflate to... */
  readonly maxRatio: number
  /** ...once it has inflated to this many bytes: small objects of zeros are ordinary. */
  readonly ratioFreeBytes: number
}

const MIB = 1024 ** 2

export const DEFAULT_READING_LIMITS: ReadingLimits = {
  maxDepth: 128,
  maxMetaBytes: MIB,
  maxValueBytes: MIB,
  maxHeaderBytes: 16 * MIB,
  maxRatio: 200,
  ratioFreeBytes: 64 * MIB,
}
