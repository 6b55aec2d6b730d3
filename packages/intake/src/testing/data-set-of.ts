/**
 * The data set of a DICOM file as bytes, found without the reader that is being tested: behind the preamble, the
 * magic word and the elements of group 0002, whichever of them are there (PS3.10 §7.1).
 */
import type { Buffer } from 'node:buffer'

/** VRs with a length of 16 bit (PS3.5 table 7.1-2), and what some writers put where a VR should stand. */
const SHORT_FORM = 'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'
  .split(' ')
  .concat('??', '--', '  ')

export function dataSetOf(file: Buffer): Buffer {
  let at = file.toString('latin1', 128, 132) === 'DICM' ? 132 : 0
  while (at + 8 <= file.length && file.readUInt16LE(at) === 0x0002) {
    const vr = file.toString('latin1', at + 4, at + 6)
    if (SHORT_FORM.includes(vr)) at += 8 + file.readUInt16LE(at + 6)
    // Also what is no VR yet (PS3.5 §6.2, last note).
    else if (/^[A-Z]{2}$/.test(vr)) at += 12 + (at + 12 > file.length ? 0 : file.readUInt32LE(at + 8))
    else at += 8 + file.readUInt32LE(at + 4)
  }
  return file.subarray(at)
}
