/**
 * Text that was written in windows-1250 and says otherwise. Much of it is valid in the character set that the file
 * names and merely reads wrong ("Dvoøák"), so that nothing but its look can tell.
 */
import { type DataSet, type HeaderSoFar, TAG, type Tag, textOf } from '@epacs/dicom'
import { plausibility } from '../reading/plausibility.ts'

export interface OtherReading {
  /** As the character set that the file names has it; where it has no such character, as it is shown. */
  readonly labelled: string
  readonly windows1250: string
}

const LOOKED_AT: readonly Tag[] = [TAG.PatientName, TAG.StudyDescription, TAG.SeriesDescription]
const DOUBTS = ['character-set-suspect', 'character-set-missing']
/** A letter of our alphabet more than in the other reading. */
const CLEARLY = 4
const ESCAPE = 0x1b
const windows1250 = new TextDecoder('windows-1250')

/** The first text of an object that looks like windows-1250 under another label. */
export function otherReading({ dataSet, remarks }: HeaderSoFar): OtherReading | undefined {
  const isDoubted = remarks.some(({ code }) => DOUBTS.includes(code))
  for (const tag of LOOKED_AT) {
    const bytes = dataSet.get(tag)?.value
    if (bytes === undefined || !bytes.some((byte) => byte >= 0x80) || bytes.includes(ESCAPE)) continue
    const reading = readingOf(dataSet, tag, bytes, isDoubted)
    if (reading !== undefined) return reading
  }
  return undefined
}

function readingOf(
  dataSet: DataSet,
  tag: Tag,
  bytes: Uint8Array,
  isDoubted: boolean,
): OtherReading | undefined {
  const labelled = textOf(dataSet, tag) ?? ''
  const other = windows1250.decode(bytes).replaceAll('\0', ' ').trim()
  const reading = { labelled, windows1250: other }
  // What has no place in the named set is shown as windows-1250 already, where that is the likeliest.
  if (other === labelled) return isDoubted ? reading : undefined
  // Letters of another script were not meant as Latin ones.
  if (/\p{L}/u.test(labelled.replaceAll(/\p{Script=Latin}/gu, ''))) return undefined
  return plausibility(other) >= plausibility(labelled) + CLEARLY ? reading : undefined
}
