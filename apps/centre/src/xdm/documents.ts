/** The documents of an XDM package: of each study a manifest, for each patient a submission set of its own. */
import { createHash, type Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { InstanceReader, imagingManifest, type ManifestDescription } from '@epacs/dicom'
import type { AddedInstance } from '@epacs/package'
import { describeStudy, type ManifestOrigin, type StudyContents } from '../imaging-manifest/index.ts'
import type { StudySummary } from '../messages/index.ts'

export interface XdmDocument {
  readonly study: StudySummary
  readonly description: ManifestDescription
  /** Within the folder of its submission set. */
  readonly fileName: string
  readonly file: AddedInstance
  /** In hexadecimal, as ITI TF-3 4.2.3.2.10 asks for. */
  readonly sha1: string
}

export interface SubmissionSet {
  /** `IHE_XDM/SUBSET01` */
  readonly folder: string
  readonly documents: readonly XdmDocument[]
}

/** @param digest takes what the documents hold */
export async function submissionSets(
  origin: ManifestOrigin,
  studies: readonly StudySummary[],
  contents: readonly StudyContents[],
  digest: Hash,
): Promise<readonly SubmissionSet[]> {
  const contentsOf = new Map(contents.map((each) => [each.studyInstanceUid, each]))
  const described = studies.flatMap((study) => {
    const whole = contentsOf.get(study.studyInstanceUid)
    return whole === undefined ? [] : [{ study, description: describeStudy(origin, study, whole) }]
  })
  const sets: SubmissionSet[] = []
  for (const [index, ofPatient] of [...Map.groupBy(described, patientKey).values()].entries()) {
    const folder = `IHE_XDM/${numbered('SUBSET', 2, 'SUB', index + 1)}`
    const documents: XdmDocument[] = []
    for (const [at, each] of ofPatient.entries()) {
      documents.push(await documentOf({ ...each, fileName: numbered('DOC', 5, 'D', at + 1), folder, digest }))
    }
    sets.push({ folder, documents })
  }
  return sets
}

/** A submission set is of one patient; of those without a number nobody knows who is the same. */
function patientKey({ study: { patient, studyInstanceUid }, description }: Described): string {
  return JSON.stringify([patient, patient.id.trim() === '' ? studyInstanceUid : description.patient.issuer])
}

/** Eight characters (ISO 9660 level 1): `SUBSET01`, from the hundredth on `SUB00100`. */
function numbered(prefix: string, digits: number, shorter: string, number: number): string {
  const short = String(number).padStart(digits, '0')
  return short.length === digits ? prefix + short : shorter + String(number).padStart(8 - shorter.length, '0')
}

interface Described {
  readonly study: StudySummary
  readonly description: ManifestDescription
}

interface Making extends Described {
  readonly fileName: string
  readonly folder: string
  readonly digest: Hash
}

/** Made once to be measured; its bytes are made again when they are read. */
async function documentOf({ study, description, fileName, folder, digest }: Making): Promise<XdmDocument> {
  const sha1 = createHash('sha1')
  const reader = new InstanceReader()
  let sum = 0
  let sizeBytes = 0
  for (const chunk of imagingManifest(description)) {
    sha1.update(chunk)
    digest.update(chunk)
    reader.push(chunk)
    sum = crc32(chunk, sum)
    sizeBytes += chunk.length
    await setImmediate()
  }
  const file = {
    name: `${folder}/${fileName}`,
    sizeBytes,
    crc32: sum,
    bytes: () => imagingManifest(description),
    header: reader.end(),
  }
  return { study, description, fileName, file, sha1: sha1.digest('hex') }
}
