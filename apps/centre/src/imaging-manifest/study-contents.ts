/**
 * What studies of a package consist of: their instances out of its index, and what only the files tell out of the
 * header of one instance of each series.
 */
import { type DataSet, DicomError, InstanceReader, TAG, type Tag, textOf } from '@epacs/dicom'
import { type IndexEntry, readIndex } from '@epacs/package'
import type { OpenPackage } from '../storage/index.ts'

export interface SeriesContents {
  readonly seriesInstanceUid: string
  /** In the order of the package. */
  readonly instances: readonly ListedInstance[]
  /** Of one of its instances; empty where it could not be read. */
  readonly header: HeaderTexts
}

/** What manifests take from files. */
export type HeaderTexts = ReadonlyMap<Tag, string>

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
}

/** Some 200 bytes an instance are kept meanwhile. @param studies undefined: all */
export async function studyContents(
  open: Pick<OpenPackage, 'read'>,
  sha256: string,
  indexPath: string,
  studies?: ReadonlySet<string>,
): Promise<readonly StudyContents[]> {
  const found = new Map<string, Map<string, Listed>>()
  for await (const entry of readIndex(indexPath)) {
    const { studyInstanceUid, seriesInstanceUid, sopClassUid, sopInstanceUid, instanceNumber } = entry
    if (studies !== undefined && !studies.has(studyInstanceUid)) continue
    const series = found.get(studyInstanceUid) ?? new Map<string, Listed>()
    found.set(studyInstanceUid, series)
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
    contents.push({ studyInstanceUid, series })
  }
  return contents
}

interface Listed {
  readonly first: IndexEntry
  readonly instances: ListedInstance[]
}

/** Study, series and patient stand in the first kilobytes of a file. */
const HEAD_BYTES = 64 * 1024
/** A download in parts asks for the same again with each part. Less than three kilobytes each, mostly far less. */
const MOST_KEPT_HEADERS = 5_000
/** By package and place; the first is the one that was not asked for longest. */
const kept = new Map<string, HeaderTexts>()

async function headerOf(
  open: Pick<OpenPackage, 'read'>,
  sha256: string,
  { offset, sizeBytes }: IndexEntry,
): Promise<HeaderTexts> {
  const name = `${sha256} ${offset}`
  const header = kept.get(name) ?? (await readHeader(open, offset, Math.min(sizeBytes, HEAD_BYTES)))
  kept.delete(name)
  kept.set(name, header)
  if (kept.size > MOST_KEPT_HEADERS) for (const oldest of kept.keys()) return forget(oldest, header)
  return header
}

function forget(name: string, header: HeaderTexts): HeaderTexts {
  kept.delete(name)
  return header
}

async function readHeader(
  open: Pick<OpenPackage, 'read'>,
  offset: number,
  bytes: number,
): Promise<HeaderTexts> {
  const reader = new InstanceReader()
  try {
    for await (const chunk of open.read(offset, offset + bytes)) {
      reader.push(chunk)
      if (reader.isHeaderRead) break
    }
  } catch (error) {
    // It was taken into the package, so it is no worse than this: something is cut behind the first kilobytes.
    if (!(error instanceof DicomError)) throw error
  }
  return textsOf(reader.readSoFar())
}

function textsOf(dataSet: DataSet): HeaderTexts {
  return new Map(TAKEN.map((tag) => [tag, (textOf(dataSet, tag) ?? '').slice(0, MOST_CHARACTERS)]))
}
