/** The index entry of an instance, from what was read of it and where it was put. */
import { type InstanceHeader, keyText, TAG } from '@epacs/dicom'
import type { IndexEntry } from './package-index.ts'
import type { InstanceSource } from './packaging.ts'

export function indexEntry(
  header: InstanceHeader,
  { path, remark }: InstanceSource,
  stored: Pick<IndexEntry, 'fileId' | 'offset' | 'sizeBytes' | 'sha256'>,
): IndexEntry {
  const instanceNumber = keyText(header.dataSet, TAG.InstanceNumber)
  const offsetBehindPixelData = packedOffset(header, header.offsetBehindPixelData)
  return {
    ...stored,
    sopClassUid: header.sopClassUid,
    sopInstanceUid: header.sopInstanceUid,
    transferSyntaxUid: header.transferSyntaxUid,
    ...(offsetBehindPixelData === undefined ? {} : { offsetBehindPixelData }),
    studyInstanceUid: header.studyInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    ...(instanceNumber === '' ? {} : { instanceNumber }),
    sourcePath: path,
    ...(remark === undefined ? {} : { remark }),
  }
}

/** In the package the data set may stand behind another head than in the input. */
function packedOffset({ replacementHead, dataSetOffset }: InstanceHeader, offset: number | undefined) {
  return offset === undefined
    ? undefined
    : offset - dataSetOffset + (replacementHead?.length ?? dataSetOffset)
}
