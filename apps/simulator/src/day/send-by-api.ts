/** A clerk sends over the API: uploads that go on after a break, and a message that is made once however often it is asked for. */
import { createHash } from 'node:crypto'
import type { ApiClient } from '../../../centre/src/testing/api-client.ts'
import { isOfTheConnection, steadily } from '../../../centre/src/testing/crash/steadily.ts'
import type { PacsStudy } from '../country/pacs.ts'

/** Small, for images of a small scale to have several. */
const CHUNK_BYTES = 64 * 1024

export interface Letter {
  readonly recipients: readonly string[]
  readonly isUrgent: boolean
  /** Of all that this clerk ever sends. */
  readonly key: string
  /** The request for images that it answers in full. */
  readonly answers?: string | undefined
  /** Of one PATCH at most. */
  readonly chunkBytes?: number
}

/** @returns id of the message */
export async function sendByApi(clerk: ApiClient, study: PacsStudy, letter: Letter): Promise<string> {
  const uploads: string[] = []
  for (let instance = 1; instance <= study.instances; instance++) {
    const bytes = study.image(instance)
    const upload = await announce(clerk, `IM${instance}`, bytes.length)
    await transfer(clerk, upload, bytes, letter.chunkBytes ?? CHUNK_BYTES)
    uploads.push(upload)
  }
  const { recipients, isUrgent, key, answers } = letter
  const json = {
    ...{ recipients, uploads, urgent: isUrgent },
    ...(answers === undefined ? {} : { answers, answersInFull: true }),
  }
  const call = { json, headers: { 'idempotency-key': key } }
  const answer = await steadily(() => clerk.call('POST', '/api/messages', call))
  if (answer.status !== 201) throw new Error(`sending answered ${answer.status}: ${answer.body.toString()}`)
  return answer.json.id
}

async function announce(clerk: ApiClient, name: string, sizeBytes: number): Promise<string> {
  const headers = {
    'tus-resumable': '1.0.0',
    'upload-length': sizeBytes,
    'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
  }
  const answer = await steadily(() => clerk.call('POST', '/api/uploads', { headers }))
  if (answer.status !== 201) throw new Error(`an upload answered ${answer.status}: ${answer.body.toString()}`)
  return String(answer.headers.location?.split('/').at(-1))
}

async function transfer(clerk: ApiClient, id: string, bytes: Buffer, chunkBytes: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const offset = await patch(clerk, id, at, bytes.subarray(at, at + chunkBytes))
    if (offset !== undefined) {
      at = offset
      continue
    }
    // Whether it came, only the centre knows.
    const { status, headers } = await steadily(() => clerk.head(id))
    if (status !== 200) throw new Error(`asking about an upload answered ${status}`)
    at = Number(headers['upload-offset'])
  }
}

/** @returns the new offset; undefined: it was not answered, or the same had come before */
async function patch(clerk: ApiClient, id: string, at: number, piece: Buffer): Promise<number | undefined> {
  const digest = createHash('sha256').update(piece).digest('base64')
  try {
    const answer = await clerk.patch(id, at, piece, { 'upload-checksum': `sha256 ${digest}` })
    if (answer.status === 204) return Number(answer.headers['upload-offset'])
    if (answer.status === 503 || answer.status === 409) return undefined
    throw new Error(`a chunk answered ${answer.status}: ${answer.body.toString()}`)
  } catch (error) {
    if (isOfTheConnection(error)) return undefined
    throw error
  }
}
