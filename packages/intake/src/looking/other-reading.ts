/**
 * Text that was written in windows-1250 (or ISO 8859-2) and says otherwise. Much of it is valid in the character set
 * that the file names and merely reads wrong ("Dvoøák"), so that nothing but its look can tell.
 */
import { type DataSet, type HeaderSoFar, TAG, type Tag, textOf } from '@epacs/dicom'
import { plausibility } from '../reading/plausibility.ts'

export interface OtherReading {
  /** As the character set that the file names has it; where it has no such character, as it is shown. */
  readonly labelled: string
  readonly likely: string
  readonly likelySet: 'windows-1250' | 'ISO 8859-2'
}

const LOOKED_AT: readonly Tag[] = [TAG.PatientName, TAG.StudyDescription, TAG.SeriesDescription]
const DOUBTS = ['character-set-suspect', 'character-set-missing']
/** A letter of our alphabet more than in the other reading. */
const CLEARLY = 4
const ESCAPE = 0x1b
/** The first one wins where both read the same. */
const SETS = [
  { set: 'windows-1250', decoder: new TextDecoder('windows-1250') },
  { set: 'ISO 8859-2', decoder: new TextDecoder('iso-8859-2') },
] as const

/** The first text of an object that looks like one of these under another label. */
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
  const readings = SETS.map(({ set, decoder }): OtherReading => {
    return { labelled, likely: decoder.decode(bytes).replaceAll('\0', ' ').trim(), likelySet: set }
  })
  // What has no place in the named set is shown as what it was most likely meant for already.
  const shownSo = readings.find(({ likely }) => likely === labelled)
  if (shownSo !== undefined) return isDoubted ? shownSo : undefined
  // Letters of another script were not meant as Latin ones.
  if (/\p{L}/u.test(labelled.replaceAll(/\p{Script=Latin}/gu, ''))) return undefined
  const likeliest = readings.reduce((best, other) =>
    plausibility(other.likely) > plausibility(best.likely) ? other : best,
  )
  return plausibility(likeliest.likely) >= plausibility(labelled) + CLEARLY ? likeliest : undefined
}
