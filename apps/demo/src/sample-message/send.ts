/** The first message of a new network, sent as any program of an institution would: certificate, tus, REST. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { HttpsClient, Outgoing, Reply } from '../centre/https-client.ts'

export interface SampleMessage {
  readonly files: readonly string[]
  readonly recipients: readonly string[]
  readonly subject: string
  readonly note: string
}

const created = z.looseObject({ id: z.string() })
const state = z.looseObject({ status: z.string(), instances: z.number() })

const UNDER_WAY = new Set(['uploading', 'checking', 'accepted'])
const LOOK_EVERY_MS = 100

async function expect(status: number, client: HttpsClient, url: string, outgoing?: Outgoing): Promise<Reply> {
  const reply = await client.send(url, outgoing)
  if (reply.status === status) return reply
  throw new Error(`${outgoing?.method ?? 'GET'} ${url} answers ${reply.status}: ${reply.body.slice(0, 500)}`)
}

/** tus 1.0: creation, then the whole file in one PATCH. Returns the upload's id. */
async function upload(client: HttpsClient, entrance: string, file: string): Promise<string> {
  const { size } = await stat(file)
  const fileName = Buffer.from(basename(file), 'utf8').toString('base64')
  const creation = await expect(201, client, `${entrance}/api/uploads`, {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(size),
      'upload-metadata': `filename ${fileName}`,
      'content-length': '0',
    },
  })
  const location = new URL(creation.headers.location ?? '', `${entrance}/api/uploads`)
  await expect(204, client, location.href, {
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': String(size),
    },
    body: createReadStream(file),
  })
  return basename(location.pathname)
}

/** Sends, and waits until every recipient has it. Throws when it is refused or not there within `timeoutMs`. */
export async function sendMessage(
  client: HttpsClient,
  entrance: string,
  message: SampleMessage,
  timeoutMs: number,
): Promise<{ id: string; instances: number }> {
  const uploads: string[] = []
  for (const file of message.files) uploads.push(await upload(client, entrance, file))
  const { recipients, subject, note } = message
  const creation = await expect(201, client, `${entrance}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ recipients, uploads, subject, note }),
  })
  const { id } = created.parse(JSON.parse(creation.body))
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const reply = await expect(200, client, `${entrance}/api/messages/${id}`)
    const { status, instances } = state.parse(JSON.parse(reply.body))
    if (status === 'delivered') return { id, instances }
    if (!UNDER_WAY.has(status)) throw new Error(`the sample message ${id} is ${status}`)
    if (Date.now() >= deadline) throw new Error(`the sample message ${id} is still ${status}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

export function sampleFiles(samplesFolder: string): readonly string[] {
  return ['01.dcm', '02.dcm', '03.dcm'].map((name) => join(samplesFolder, 'ct', name))
}
