/** Reads an object as a whole, for tests. */
import { DicomError } from '../dicom-error.ts'
import type { InstanceHeader } from '../reading/instance-header.ts'
import { InstanceReader } from '../reading/instance-reader.ts'
import type { ReadingLimits } from '../reading/reading-limits.ts'

export function readObject(object: Uint8Array, limits?: Partial<ReadingLimits>): InstanceHeader {
  return readParts([object], limits)
}

export function readParts(parts: Iterable<Uint8Array>, limits: Partial<ReadingLimits> = {}): InstanceHeader {
  const reader = new InstanceReader({ limits })
  for (const part of parts) {
    const given = part.slice()
    reader.push(given)
    // Nothing of a chunk may be kept: its owner uses it again.
    given.fill(0xa5)
  }
  return reader.end()
}

/** The codes of its remarks. */
export function remarksOf(object: Uint8Array): readonly string[] {
  return readObject(object).remarks.map(({ code }) => code)
}

/** Why it is refused; undefined when it is not. Anything thrown that is no DicomError fails the test. */
export function problemOf(object: Uint8Array, limits?: Partial<ReadingLimits>): DicomError | undefined {
  try {
    readObject(object, limits)
    return undefined
  } catch (error) {
    if (error instanceof DicomError) return error
    throw error
  }
}
