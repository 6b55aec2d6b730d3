/** A DICOMDIR that came along: not delivered (the package gets its own), but heard as a witness. */
import {
  DicomError,
  type DirectoryListing,
  type DirectoryOddity,
  type DirectoryOddityCode,
  DirectoryReader,
} from '@epacs/dicom'
import type { IntakeLimits } from '../limits.ts'
import type { DirectoryFinding, Remark } from '../outcomes/file-record.ts'
import { unreadableDicomdir } from '../outcomes/judge-file.ts'
import { sentence } from '../outcomes/remarks.ts'
import type { Pace } from '../pace.ts'
import { orDicomError } from '../reading/or-dicom-error.ts'

/** Records of a directory for each instance that a sending may hold: series, studies and patients need some too. */
const RECORDS_PER_INSTANCE = 2
/** So much is read without a pause. */
const PIECE_BYTES = 128 * 1024

/** What reading a DICOMDIR needs of the sending. */
interface DirectoryAtHand {
  readonly sending: {
    readonly limits: Pick<IntakeLimits, 'maxInstances'>
    readonly pace: Pick<Pace, 'rest'>
  }
}

/**
 * @param chunks of the file, each valid until the next one is asked for; read to their end
 * @throws what `chunks` throw
 */
export async function takeDicomdir(
  { sending }: DirectoryAtHand,
  chunks: AsyncIterable<Uint8Array>,
): Promise<DirectoryFinding> {
  const maxRecords = RECORDS_PER_INSTANCE * sending.limits.maxInstances
  const reader = new DirectoryReader({ maxRecords })
  let problem: DicomError | undefined
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length && problem === undefined; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES)
      const outcome = orDicomError(() => reader.push(piece))
      if (outcome instanceof DicomError) problem = outcome
      await sending.pace.rest()
    }
  }
  const listing = problem ?? orDicomError(() => reader.end())
  if (listing instanceof DicomError) {
    return unreadableDicomdir(sentence(listing.message))
  }
  return { kind: 'directory', remark: oddityRemark(listing), listed: listing.files }
}

const ODDITY_WORDS: Readonly<Record<DirectoryOddityCode, string>> = {
  'implicit-vr': 'it is in Implicit VR (PS3.10 §8.6 asks for Explicit VR Little Endian)',
  'big-endian': 'it is in Big Endian (PS3.10 §8.6 asks for Explicit VR Little Endian)',
  'no-preamble': 'it has no preamble',
  truncated: 'its end is missing',
  damaged: 'its structure is damaged',
  'no-records': 'it lists nothing',
  'no-patient-records': 'it has no patient records',
  'no-offsets': 'its records do not refer to each other',
  'wrong-offset': 'an offset leads to no record',
  cycle: 'its offsets lead round in a circle',
  'unreachable-record': 'its offsets lead past records that refer to files',
  'irregular-file-id': 'a file ID is not of the form that PS3.10 §8.2 asks for',
  'listed-twice': 'it lists a file twice',
}

function oddityRemark({ oddities }: DirectoryListing): Remark | undefined {
  if (oddities.length === 0) return undefined
  const detail = `The DICOMDIR is odd: ${oddities.map(inWords).join('; ')}.`
  return { code: 'dicomdir-faulty', detail }
}

function inWords({ code, count }: DirectoryOddity): string {
  return count === 1 ? ODDITY_WORDS[code] : `${ODDITY_WORDS[code]} (${count} times)`
}
