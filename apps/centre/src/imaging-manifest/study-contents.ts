/**
 * What studies of a package consist of: their instances out of its index, and what only the files tell out of the
 * header of one instance of each series.
 */
import { type DataSet, TAG, textOf } from '@epacs/dicom'
import { type FileToOpen, type IndexEntry, readIndex } from '@epacs/package'
import type { OpenPackage } from '../storage/index.ts'
import { headOf } from './head-of.ts'
import { type HeaderTexts, KeptHeaders } from './kept-headers.ts'

export interface SeriesContents {
  readonly seriesInstanceUid: string
  /** In the order of the package. */
  readonly instances: readonly ListedInstance[]
  /** Of one of its instances; empty where it could not be read. */
  readonly header: HeaderTexts
}

const TAKEN = [
  TAG.StudyTime,
  TAG.SeriesDate,
  TAG.SeriesTime,
  TAG.AccessionNumber,
  TAG.ReferringPhysicianName,
  TAG.TimezoneOffsetFromUTC,
  TAG.IssuerOfPatientID,
  TAG.StudyID,
  TAG.SeriesNumber,
]
/** Characters of each; none may have more. */
const MOST_CHARACTERS = 256

export type ListedInstance = Pick<IndexEntry, 'sopClassUid' | 'sopInstanceUid' | 'instanceNumber'>

export interface StudyContents {
  readonly studyInstanceUid: string
  readonly series: readonly SeriesContents[]
  /** Of all its instances, each once. */
  readonly transferSyntaxUids: ReadonlySet<string>
}

/** Some 200 bytes an instance are kept meanwhile. @param studies undefined: all */
export async function studyContents(
  open: Pick<OpenPackage, 'read'>,
  sha256: string,
  indexFile: FileToOpen,
  studies?: ReadonlySet<string>,
): Promise<readonly StudyContents[]> {
  const found = new Map<string, Map<string, Listed>>()
  const syntaxes = new Map<string, Set<string>>()
  for await (const entry of readIndex(indexFile)) {
    const { studyInstanceUid, seriesInstanceUid, sopClassUid, sopInstanceUid, instanceNumber } = entry
    if (studies !== undefined && !studies.has(studyInstanceUid)) continue
    const series = found.get(studyInstanceUid) ?? new Map<string, Listed>()
    found.set(studyInstanceUid, series)
    const ofStudy = syntaxes.get(studyInstanceUid) ?? new Set<string>()
    syntaxes.set(studyInstanceUid, ofStudy.add(entry.transferSyntaxUid))
    const listed = series.get(seriesInstanceUid) ?? { first: entry, instances: [] }
    series.set(seriesInstanceUid, listed)
    listed.instances.push({
      sopClassUid,
      sopInstanceUid,
      ...(instanceNumber === undefined ? {} : { instanceNumber }),
    })
  }
  const contents: StudyContents[] = []
  for (const [studyInstanceUid, listed] of found) {
    const series: SeriesContents[] = []
    for (const [seriesInstanceUid, { first, instances }] of listed) {
      const header = await headerOf(open, sha256, first)
      series.push({ seriesInstanceUid, instances, header })
    }
    const transferSyntaxUids = syntaxes.get(studyInstanceUid) ?? new Set()
    contents.push({ studyInstanceUid, series, transferSyntaxUids })
  }
  return contents
}

interface Listed {
  readonly first: IndexEntry
  readonly instances: ListedInstance[]
}

const kept = new KeptHeaders(8 * 1024 * 1024)

/** With the package its patients' data goes from here, too. */
export function forgetContents(sha256: string): void {
  kept.forget(sha256)
}

async function headerOf(
  open: Pick<OpenPackage, 'read'>,
  sha256: string,
  entry: IndexEntry,
): Promise<HeaderTexts> {
  const { offset } = entry
  const known = kept.find(sha256, offset)
  if (known !== undefined) return known
  const header = textsOf(await headOf(open, entry))
  kept.keep(sha256, offset, header)
  return header
}

function textsOf(dataSet: DataSet): HeaderTexts {
  return new Map(TAKEN.map((tag) => [tag, shortText(textOf(dataSet, tag) ?? '')]))
}

/** A copy: a part of a string keeps the whole of it in memory. What is longer is no value that DICOM allows. */
function shortText(text: string): string {
  return text.length > MOST_CHARACTERS ? '' : Buffer.from(text, 'utf16le').toString('utf16le')
}
