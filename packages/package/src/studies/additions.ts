/** What a package of studies holds besides their images: files, some of them objects that its directory names. */
import { buildRecord, encodeRecord, type InstanceHeader, keyText, leafRecordType, TAG } from '@epacs/dicom'

export interface AddedFile {
  /** With its folders, parted by `/`: characters of PS3.10 §8.5, and dots where no directory record names it. */
  readonly name: string
  readonly sizeBytes: number
  readonly crc32: number
  /** May be asked for several times. */
  bytes(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

/** An object of one of the studies, in a series of its own. */
export interface AddedInstance extends AddedFile {
  readonly header: Pick<
    InstanceHeader,
    'dataSet' | 'sopClassUid' | 'sopInstanceUid' | 'transferSyntaxUid' | 'studyInstanceUid'
  >
}

export interface Additions {
  readonly files: readonly AddedFile[]
  readonly instances: readonly AddedInstance[]
  /** Of all that is added, in hexadecimal: equal ones mean equal bytes. */
  readonly digest: string
}

/** The directory records of objects that are added to a study: of each its series, then itself. */
export interface AddedRecords {
  readonly series: Uint8Array
  readonly leaf: Uint8Array
}

export function recordsByStudy(
  instances: readonly AddedInstance[],
): ReadonlyMap<string, readonly AddedRecords[]> {
  const placed = instances.map((instance) => ({
    study: instance.header.studyInstanceUid,
    records: recordsOf(instance),
  }))
  const byStudy = Map.groupBy(placed, ({ study }) => study)
  return new Map([...byStudy].map(([study, each]) => [study, each.map(({ records }) => records)]))
}

function recordsOf({ name, header }: AddedInstance): AddedRecords {
  const { dataSet, sopClassUid, sopInstanceUid } = header
  const identity = keyText(dataSet, TAG.SeriesInstanceUID)
  const series = buildRecord('SERIES', dataSet, { ordinal: 1, identity })
  const type = leafRecordType(sopClassUid, dataSet)
  const leaf = buildRecord(type, dataSet, { ordinal: 1, identity: sopInstanceUid })
  return {
    series: encodeRecord(series),
    leaf: encodeRecord(leaf, { ...header, fileId: name.split('/') }),
  }
}
