/**
 * A PDF that the sender attached: it goes into the package as an object of a study that is sent, in a series of its
 * own. It streams through like a received file; only the elements before and after it are made here.
 */
import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { type DataSet, encapsulatedPdf, InstanceReader, type PdfEnvelope } from '@epacs/dicom'
import type { FileAtHand } from '../instances/destination.ts'
import { takeInstance } from '../instances/take-instance.ts'
import { TooManyInstances } from '../instances/too-many-instances.ts'
import type { IntakeDocument } from '../intake-result.ts'
import { type Finding, refused, type TakenInstance } from '../outcomes/file-record.ts'
import { shownPath } from '../outcomes/shown-path.ts'
import { BlockPool, BlockReader } from '../reading/block-reader.ts'
import { note, type Sending } from '../sending.ts'
import { chosenStudy } from './chosen-study.ts'

const HEAD_BYTES = 1024
/** ISO 32000-1 §7.5.2; readers look for it in the first 1,024 bytes (annex H.3.4.1). */
const PDF_MARK = '%PDF-'

/** To be called when it is settled what became of the files. @throws as reading files does */
export async function takeDocuments(sending: Sending, documents: readonly IntakeDocument[]): Promise<void> {
  const pool = new BlockPool()
  try {
    for (const document of documents) await takeDocument(sending, document, pool)
  } finally {
    pool.close()
  }
}

async function takeDocument(sending: Sending, document: IntakeDocument, pool: BlockPool): Promise<void> {
  const { path, filePath, sizeBytes } = document
  sending.progress.beginSource(sizeBytes)
  const place = { scope: sending.loose, name: path.replaceAll('\\', '/') }
  const reader = new BlockReader(
    await sending.files.openGrowing(filePath),
    { startBytes: 0, sizeBytes },
    pool,
  )
  try {
    await reader.requireWhole()
    const finding = await findingOf(sending, document, reader, shownPath(place))
    note(sending, { ...place, finding })
  } finally {
    await reader.close()
  }
  sending.progress.endSource()
}

async function findingOf(
  sending: Sending,
  { title, studyInstanceUid, sizeBytes }: IntakeDocument,
  reader: BlockReader,
  path: string,
): Promise<Finding> {
  const head = await reader.read(0, HEAD_BYTES)
  if (!head.includes(PDF_MARK, 0, 'latin1')) {
    return refused('not-pdf', 'It does not begin as a PDF does.')
  }
  const study = chosenStudy(sending.records, studyInstanceUid)
  if (study.kind === 'none') return refused('document-without-study', study.why)
  const envelope = encapsulatedPdf({
    study: await headerOf(sending, study.instance),
    title,
    pdfBytes: sizeBytes,
    sopInstanceUid: newUid(),
    seriesInstanceUid: newUid(),
  })
  const { instances, limits } = sending
  if (instances.size >= limits.maxInstances) {
    return refused('too-many-instances', new TooManyInstances(limits.maxInstances).message)
  }
  const file = { sending, path, bytes: bytesOf(envelope, reader, sending) }
  const finding = await takeInstance(file, file.bytes.open())
  if (!study.isFirstOfSeveral || finding.kind !== 'taken') return finding
  const detail = 'No study was chosen for it: it is in the first one of several.'
  return { ...finding, remark: finding.remark ?? { code: 'document-in-first-study', detail } }
}

/** Read back from the package: memory holds nothing of it any more. */
async function headerOf({ writer }: Sending, { number }: TakenInstance): Promise<DataSet> {
  const reader = new InstanceReader()
  for await (const chunk of writer.read(number)) {
    reader.push(chunk)
    if (reader.isHeaderRead) return reader.headerSoFar().dataSet
  }
  return reader.end().dataSet
}

function bytesOf({ head, tail }: PdfEnvelope, pdf: BlockReader, { progress }: Sending): FileAtHand['bytes'] {
  async function* all(): AsyncGenerator<Buffer> {
    yield Buffer.from(head)
    for await (const chunk of pdf.range(0, pdf.sizeBytes)) {
      yield chunk
      progress.advance(chunk.length)
    }
    yield Buffer.from(tail)
  }
  const sizeBytes = head.length + pdf.sizeBytes + tail.length
  return { sizeBytes, isVerifiedAtEnd: false, open: all, reopen: all }
}

/** Derived from a UUID (PS3.5 §B.2). */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`
}
