/**
 * The data set of a DICOM file as bytes, found without the reader that is being tested: behind the preamble, the
 * magic word and the elements of group 0002, whichever of them are there (PS3.10 §7.1).
 */
import type { Buffer } from 'node:buffer'

const LONG_FORM = ['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'SQ', 'UC', 'UN', 'UR', 'UT']

export function dataSetOf(file: Buffer): Buffer {
  let at = file.toString('latin1', 128, 132) === 'DICM' ? 132 : 0
  while (at + 8 <= file.length && file.readUInt16LE(at) === 0x0002) {
    const isLong = LONG_FORM.includes(file.toString('latin1', at + 4, at + 6))
    if (isLong && at + 12 > file.length) break
    at += isLong ? 12 + file.readUInt32LE(at + 8) : 8 + file.readUInt16LE(at + 6)
  }
  return file.subarray(at)
}
