/** One message from the first byte sent to its delivery, and its end in the mailbox. */
import type { DataSet } from '../generator/data-set.ts'
import type { Connection } from './connection.ts'
import type { EventStream } from './event-stream.ts'
import { storedZipBytes } from './stored-zip.ts'
import { createUpload, sendEach, sendFile, sendZip } from './uploads.ts'

/** How the files of a data set travel. */
export type Travel =
  /** As the portal sends several files: one ZIP, made on the way, one chunk after the other. */
  | 'one-zip'
  /** As the portal sends one file. */
  | 'one-file'
  /** As a program sends many files: each in a request of its own, several connections. */
  | 'each-file'

export interface Sender {
  readonly connection: Connection
  readonly events: EventStream
  readonly recipientId: string
}

export interface Sending {
  readonly messageId: string
  /** From the first byte sent to the answer to the last: everything is durable at the centre. */
  readonly uploadSeconds: number
  /** From the first byte sent until the message stands in the recipient's mailbox. */
  readonly deliveredSeconds: number
}

const CONNECTIONS = 8
const DELIVERED_WITHIN_MS = 15 * 60_000

export async function sendDataSet(sender: Sender, dataSet: DataSet, travel: Travel): Promise<Sending> {
  const { messageId, startMs, sentMs } =
    travel === 'each-file' ? await uploadEach(sender, dataSet) : await uploadOne(sender, dataSet, travel)
  const { status, atMs } = await sender.events.end(messageId, DELIVERED_WITHIN_MS)
  if (status !== 'delivered') throw new Error(`the message ${messageId} is ${status}`)
  return {
    messageId,
    uploadSeconds: (sentMs - startMs) / 1000,
    deliveredSeconds: (atMs - startMs) / 1000,
  }
}

/** The portal's order: the upload is announced, the message created, then the bytes go. */
async function uploadOne(sender: Sender, dataSet: DataSet, travel: 'one-zip' | 'one-file') {
  const { connection } = sender
  const [file] = dataSet.files
  if (file === undefined) throw new Error(`${dataSet.name} is empty`)
  const announced =
    travel === 'one-zip' ? { path: 'selection.zip', sizeBytes: storedZipBytes(dataSet) } : file
  const id = await createUpload(connection, announced)
  const messageId = await createMessage(sender, [id])
  const startMs = performance.now()
  if (travel === 'one-zip') await sendZip(connection, id, dataSet)
  else await sendFile(connection, id, { ...file, folder: dataSet.folder })
  return { messageId, startMs, sentMs: performance.now() }
}

async function uploadEach(sender: Sender, dataSet: DataSet) {
  const startMs = performance.now()
  const ids = await sendEach(sender.connection, dataSet, CONNECTIONS)
  const sentMs = performance.now()
  return { messageId: await createMessage(sender, ids), startMs, sentMs }
}

async function createMessage(
  { connection, recipientId }: Sender,
  uploads: readonly string[],
): Promise<string> {
  const { body } = await connection.expect(201, '/api/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: [Buffer.from(JSON.stringify({ recipients: [recipientId], uploads, subject: 'Benchmark' }))],
  })
  return messageFacts(body).id
}

export interface MessageFacts {
  readonly id: string
  readonly status: string
  readonly instances: number
  readonly sizeBytes: number
}

/** What the recipient reads of the message. */
export async function readMessage(recipient: Connection, messageId: string): Promise<MessageFacts> {
  return messageFacts((await recipient.expect(200, `/api/messages/${messageId}`)).body)
}

function messageFacts(body: string): MessageFacts {
  const { id, status, instances, sizeBytes } = JSON.parse(body)
  return {
    id: String(id),
    status: String(status),
    instances: Number(instances),
    sizeBytes: Number(sizeBytes),
  }
}

/** Frees mailbox and disk for the next round. */
export async function deleteData(recipient: Connection, messageId: string): Promise<void> {
  await recipient.expect(204, `/api/messages/${messageId}/data`, { method: 'DELETE' })
}
