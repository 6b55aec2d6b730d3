/** Whether there is as much pixel data as the header asks for (PS3.5 §8), and whether frames are whole. */
import type { DataSet } from '../data-set.ts'
import type { TransferSyntax } from '../encoding/transfer-syntax.ts'
import { TAG } from '../tags.ts'
import { numberOf, textOf } from '../text/text.ts'
import type { ReadingRemark } from './instance-header.ts'
import type { EncapsulatedFacts, PixelDataFacts } from './pixel-data-watch.ts'

export function pixelDataRemarks(
  dataSet: DataSet,
  facts: PixelDataFacts,
  syntax: TransferSyntax,
  isCut: boolean,
): ReadingRemark[] {
  if (isCut) return [short('The file ends within its pixel data')]
  switch (facts.kind) {
    case 'absent':
      return absentRemarks(dataSet, syntax)
    case 'native':
      return nativeRemarks(dataSet, facts.lengthBytes, syntax)
    case 'encapsulated':
      return encapsulatedRemarks(dataSet, facts.encapsulated, syntax)
  }
}

function absentRemarks(dataSet: DataSet, syntax: TransferSyntax): ReadingRemark[] {
  // Only images have Bits Allocated (PS3.3 §C.7.6.3); their pixel data may stand elsewhere (PS3.5 §A.6).
  const isImage = dataSet.has(TAG.BitsAllocated) && dataSet.has(TAG.Rows) && dataSet.has(TAG.Columns)
  const isElsewhere = syntax.pixelData === 'absent' || dataSet.has(TAG.PixelDataProviderURL)
  return isImage && !isElsewhere ? [short('There is no pixel data')] : []
}

function nativeRemarks(dataSet: DataSet, lengthBytes: number, syntax: TransferSyntax): ReadingRemark[] {
  if (syntax.pixelData === 'encapsulated') return [damaged('Pixel data is not encapsulated, as declared')]
  const expected = nativeBytes(dataSet)
  if (expected === undefined || lengthBytes >= expected) return []
  return [short(`${lengthBytes} bytes of pixel data where rows, columns and frames make ${expected}`)]
}

/** Undefined: the header does not say. May exceed what a number holds exactly; only compared. */
function nativeBytes(dataSet: DataSet): number | undefined {
  const rows = numberOf(dataSet, TAG.Rows)
  const columns = numberOf(dataSet, TAG.Columns)
  const bits = numberOf(dataSet, TAG.BitsAllocated)
  if (rows === undefined || columns === undefined || bits === undefined) return undefined
  const pixels = rows * columns * frames(dataSet)
  return Math.floor((pixels * samplesPerPixel(dataSet) * bits) / 8)
}

function samplesPerPixel(dataSet: DataSet): number {
  const samples = numberOf(dataSet, TAG.SamplesPerPixel) ?? 1
  // Chrominance stands once for two pixels (PS3.3 §C.7.6.3.1.2), or for four.
  switch (textOf(dataSet, TAG.PhotometricInterpretation)) {
    case 'YBR_FULL_422':
    case 'YBR_PARTIAL_422':
      return Math.min(samples, 2)
    case 'YBR_PARTIAL_420':
      return Math.min(samples, 1.5)
    default:
      return samples
  }
}

function frames(dataSet: DataSet): number {
  const number = numberOf(dataSet, TAG.NumberOfFrames)
  return number !== undefined && number > 0 ? number : 1
}

function encapsulatedRemarks(
  dataSet: DataSet,
  { fragments, firstWithoutBeginning, firstWithoutEnd, isLastEnded, sizes }: EncapsulatedFacts,
  { codestream, pixelData }: TransferSyntax,
): ReadingRemark[] {
  if (pixelData !== 'encapsulated') return [damaged('Pixel data is encapsulated, though declared native')]
  if (fragments === 0) return [short('There is no frame in the pixel data')]
  if (codestream === undefined) return []
  const expected = frames(dataSet)
  if (fragments < expected) return [short(`${fragments} fragments for ${expected} frames`)]
  // One fragment a frame tells of each frame; otherwise only the very beginning and the very end are known.
  const isOneEach = fragments === expected
  const remarks: ReadingRemark[] = []
  if (isOneEach ? firstWithoutBeginning !== undefined : firstWithoutBeginning === 0) {
    remarks.push(damaged(`Frame ${(firstWithoutBeginning ?? 0) + 1} does not begin like a compressed one`))
  }
  if (isOneEach ? firstWithoutEnd !== undefined : !isLastEnded) {
    const frame = isOneEach ? (firstWithoutEnd ?? 0) + 1 : expected
    remarks.push(damaged(`Frame ${frame} does not end like a compressed one`))
  }
  const [rows, columns] = [numberOf(dataSet, TAG.Rows), numberOf(dataSet, TAG.Columns)]
  const isOther = sizes.find((size) => size.rows !== rows || size.columns !== columns)
  if (isOther !== undefined && rows !== undefined && columns !== undefined) {
    remarks.push(
      damaged(`Fragment ${isOther.fragment + 1} holds an image of another size than the header says`),
    )
  }
  return remarks
}

function short(detail: string): ReadingRemark {
  return { code: 'pixel-data-short', detail }
}

function damaged(detail: string): ReadingRemark {
  return { code: 'damaged-frame', detail }
}
