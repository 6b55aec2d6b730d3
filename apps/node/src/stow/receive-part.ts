/**
 * One part of a STOW-RS request as what C-STORE brings: the file's head is read as far as it tells what the object is, and
 * the data set goes on as it comes. From there on both are the same.
 */
import type { Readable } from 'node:stream'
import { DicomError, InstanceReader } from '@epacs/dicom'
import { DataSetStream, type Outcome, STATUS } from '@epacs/dicom/network'
import type { StoreResult } from '@epacs/dicomweb'
import type { Receiver } from '../sending/receiver.ts'

/** Of a data set between socket and disk; beyond, the sender has to wait. */
const MAX_QUEUED_BYTES = 512 * 1024
/** A head that tells nothing until there has none. */
const MAX_HEAD_BYTES = 2 * 1024 * 1024
const OTHER_STUDY = 0xa900
const UID = /^[\d.]{1,64}$/

type Names = Pick<StoreResult, 'sopClassUid' | 'sopInstanceUid' | 'studyInstanceUid'>

const NAMELESS: Names = { sopClassUid: null, sopInstanceUid: null, studyInstanceUid: null }

/**
 * Takes the part to its end, whatever comes of it.
 *
 * @param study only instances of it are taken; undefined: of any
 */
export async function receivePart(
  part: Readable,
  receiver: Receiver,
  study: string | undefined,
): Promise<StoreResult> {
  const chunks: AsyncIterator<Uint8Array> = part[Symbol.asyncIterator]()
  const head = await readHead(chunks)
  if (head === undefined) return await refused(chunks, NAMELESS, STATUS.cannotUnderstand)
  const { names, transferSyntaxUid, begun } = head
  const { sopClassUid, sopInstanceUid, studyInstanceUid } = names
  if (study !== undefined && studyInstanceUid !== study) return await refused(chunks, names, OTHER_STUDY)
  if (sopClassUid === null || sopInstanceUid === null || !UID.test(sopInstanceUid)) {
    return await refused(chunks, names, STATUS.cannotUnderstand)
  }
  let wake = () => {}
  const dataSet = new DataSetStream(() => wake(), MAX_QUEUED_BYTES)
  const stored = receiver.store({ sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet })
  // Awaited below; until then a failure of it must not be nobody's.
  stored.catch(() => undefined)
  const pushed = async (bytes: Uint8Array) => {
    dataSet.push(bytes)
    while (dataSet.queuedBytes > MAX_QUEUED_BYTES && !isSettled) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  let isSettled = false
  const settle = () => {
    isSettled = true
    wake()
  }
  stored.then(settle, settle)
  try {
    for (const bytes of begun) await pushed(bytes)
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
      await pushed(next.value)
    dataSet.end()
  } catch (error) {
    // Cut off within: nothing of it was answered.
    dataSet.fail(error instanceof Error ? error : new Error(String(error)))
    await stored.catch(() => undefined)
    throw error
  }
  return told(names, await stored)
}

interface Head {
  readonly names: Names
  readonly transferSyntaxUid: string
  /** Of the data set, as far as it has come. */
  readonly begun: readonly Uint8Array[]
}

/** Undefined: it is no object. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Head | undefined> {
  const reader = new InstanceReader()
  const read: Uint8Array[] = []
  let readBytes = 0
  let isOver = false
  try {
    while (readBytes < MAX_HEAD_BYTES && !reader.isHeaderRead) {
      const next = await chunks.next()
      if (next.done === true) {
        isOver = true
        break
      }
      read.push(next.value)
      readBytes += next.value.length
      reader.push(next.value)
    }
    const { beginning } = reader
    if (beginning === undefined && !isOver) return undefined
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSetOffset } = beginning ?? reader.end()
    return {
      names: { sopClassUid, sopInstanceUid, studyInstanceUid: studyOf(reader) },
      transferSyntaxUid,
      begun: [Buffer.concat(read).subarray(dataSetOffset)],
    }
  } catch (error) {
    if (error instanceof DicomError) return undefined
    throw error
  }
}

function studyOf(reader: InstanceReader): string | null {
  try {
    return reader.headerSoFar().studyInstanceUid
  } catch (error) {
    if (error instanceof DicomError) return null
    throw error
  }
}

/** The rest is passed over, so that the next part comes. */
async function refused(
  chunks: AsyncIterator<Uint8Array>,
  names: Names,
  failure: number,
): Promise<StoreResult> {
  while ((await chunks.next()).done !== true);
  return { ...names, failure, isOdd: false }
}

function told(names: Names, { status }: Outcome): StoreResult {
  return { ...names, failure: status === STATUS.success ? undefined : status, isOdd: false }
}
