/** One round of one case: the centre and its peers one after the other, on the same bytes and the same disk. */
import { join } from 'node:path'
import type { Connection } from '../client/connection.ts'
import { downloadWithCut, type Source, timeDownload, timeFirstByte } from '../client/downloads.ts'
import {
  deleteData,
  readMessage,
  type Sender,
  type Sending,
  sendDataSet,
  type Travel,
} from '../client/message.ts'
import type { DataSet } from '../generator/data-set.ts'
import { cpuSeconds, eventLoopDelayMs, forgetPeak, peakBytes } from '../network/centre-process.ts'
import { type CopyAndHash, copyAndHash } from '../peers/copy-and-hash.ts'

export interface Participants {
  readonly centrePid: number
  readonly sender: Sender
  readonly recipient: Connection
  readonly metrics: Connection
  /** Where the recipient fetches the package of a message. */
  packageSource(messageId: string): Source
  /** Where the plain file server gives a file of its folder. */
  plainSource(fileName: string): Source
  readonly plainFolder: string
  /** For copies; on the disk of the centre. */
  readonly workFolder: string
}

export interface Round {
  readonly sending: Omit<Sending, 'messageId'>
  readonly copyAndHash: CopyAndHash
  readonly packageBytes: number
  readonly downloadSeconds: number
  readonly plainDownloadSeconds: number
  readonly firstByteMs: readonly number[]
  readonly plainFirstByteMs: readonly number[]
  readonly resumedMs: number
  readonly peakBytes: number
  /** Of the centre, from the first byte sent to delivered, and for one download. */
  readonly receivingCpuSeconds: number
  readonly servingCpuSeconds: number
  /** 99th percentile while receiving and checking, and while serving; undefined: the centre does not tell. */
  readonly receivingDelayMs: number | undefined
  readonly servingDelayMs: number | undefined
}

const FIRST_BYTES = 10

/** @param number from 0; odd rounds begin with the peer, so that neither always runs on the colder machine */
export async function runRound(
  participants: Participants,
  dataSet: DataSet,
  travel: Travel,
  number: number,
): Promise<Round> {
  const { centrePid, sender, recipient, metrics, workFolder } = participants
  const isPeerFirst = number % 2 === 1
  await forgetPeak(centrePid)
  await eventLoopDelayMs(metrics)
  const [sending, copied] = await inOrder(
    isPeerFirst,
    async () => {
      const before = await cpuSeconds(centrePid)
      const sent = await sendDataSet(sender, dataSet, travel)
      const receivingCpuSeconds = (await cpuSeconds(centrePid)) - before
      return { ...sent, receivingCpuSeconds, receivingDelayMs: await eventLoopDelayMs(metrics) }
    },
    () => copyAndHash(dataSet, join(workFolder, 'copy')),
  )
  const { messageId, receivingCpuSeconds, receivingDelayMs, ...times } = sending
  const packageBytes = await checkedSize(recipient, messageId, dataSet)
  const source = participants.packageSource(messageId)
  const plainName = `${dataSet.name}.zip`
  const resumedMs = await resumed(source, join(participants.plainFolder, plainName), packageBytes)
  const plain = participants.plainSource(plainName)
  const [download, plainDownloadSeconds] = await inOrder(
    isPeerFirst,
    async () => {
      const before = await cpuSeconds(centrePid)
      const seconds = await timeDownload(source, packageBytes)
      return { seconds, cpuSeconds: (await cpuSeconds(centrePid)) - before }
    },
    () => timeDownload(plain, packageBytes),
  )
  const servingDelayMs = await eventLoopDelayMs(metrics)
  const firstByteMs: number[] = []
  const plainFirstByteMs: number[] = []
  for (let count = 0; count < FIRST_BYTES; count++) {
    firstByteMs.push(await timeFirstByte(source))
    plainFirstByteMs.push(await timeFirstByte(plain))
  }
  const peak = await peakBytes(centrePid)
  await deleteData(recipient, messageId)
  return {
    sending: times,
    copyAndHash: copied,
    packageBytes,
    downloadSeconds: download.seconds,
    plainDownloadSeconds,
    firstByteMs,
    plainFirstByteMs,
    resumedMs,
    peakBytes: peak,
    receivingCpuSeconds,
    servingCpuSeconds: download.cpuSeconds,
    receivingDelayMs,
    servingDelayMs,
  }
}

async function inOrder<One, Other>(
  isReversed: boolean,
  one: () => Promise<One>,
  other: () => Promise<Other>,
): Promise<[One, Other]> {
  if (!isReversed) return [await one(), await other()]
  const second = await other()
  return [await one(), second]
}

/** A figure counts only when everything that was sent has been delivered. */
async function checkedSize(recipient: Connection, messageId: string, { files }: DataSet): Promise<number> {
  const { status, instances, sizeBytes } = await readMessage(recipient, messageId)
  if (status !== 'delivered' || instances !== files.length) {
    throw new Error(`the message is ${status} with ${instances} of ${files.length} instances`)
  }
  return sizeBytes
}

/** Also gives the plain file server the very bytes of the package to serve. */
async function resumed(source: Source, target: string, sizeBytes: number): Promise<number> {
  const { resumedMs, sha256, etag } = await downloadWithCut(source, target, sizeBytes)
  if (etag !== `"${sha256}"`)
    throw new Error(`a resumed download has the digest ${sha256}, its ETag is ${etag}`)
  return resumedMs
}
