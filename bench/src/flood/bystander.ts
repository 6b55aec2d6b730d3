/** Somebody of another institution who works while others flood: looks at the mailbox, and sends now and then. */
import { setTimeout as delay } from 'node:timers/promises'
import { Connection, type Credentials } from '../client/connection.ts'

const PAUSE_MS = 50
/** Of so many looks at the mailbox one is an upload. */
const UPLOAD_EVERY = 20
const UPLOAD = Buffer.alloc(64 * 1024)

export interface Seen {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly requests: number
  /** Answered otherwise than asked for, or not at all. */
  readonly failed: number
}

export async function workFor(seconds: number, origin: string, credentials: Credentials): Promise<Seen> {
  const connection = new Connection(origin, credentials, 2)
  const times: number[] = []
  let failed = 0
  const untilMs = performance.now() + seconds * 1000
  try {
    for (let count = 1; performance.now() < untilMs; count++) {
      const startedMs = performance.now()
      try {
        if (count % UPLOAD_EVERY === 0) await upload(connection)
        else await connection.expect(200, '/api/mailbox')
      } catch {
        failed++
      }
      times.push(performance.now() - startedMs)
      await delay(PAUSE_MS)
    }
  } finally {
    connection.close()
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50Ms: at(0.5), p99Ms: at(0.99), requests: times.length, failed }
}

async function upload(connection: Connection): Promise<void> {
  const headers = {
    'tus-resumable': '1.0.0',
    'upload-length': String(UPLOAD.length),
    'content-type': 'application/offset+octet-stream',
    'content-length': String(UPLOAD.length),
  }
  await connection.expect(201, '/api/uploads', { method: 'POST', headers, body: [UPLOAD] })
}
