/** Where the revocation of the demo's certificates can be learnt: a list, and an OCSP responder. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { answerOcsp, type Issued, makeCrl } from '@epacs/pki'
import type { DemoCertificates, KeyPair } from '../certificates/keep.ts'
import { readRevoked } from './revoked.ts'

const MINUTE_MS = 60_000
const LIST_MINUTES = 60
const ANSWER_MINUTES = 1
/** A question about one certificate is a hundred bytes. */
const MOST_QUESTION_BYTES = 10_000

const CRL_PATH = '/authority.crl'
const OCSP_PATH = '/ocsp'

export interface AuthorityOptions {
  readonly host: string
  readonly port: number
  readonly certificates: Pick<DemoCertificates, 'folder' | 'authority' | 'responder'>
}

export interface RunningAuthority {
  stop(): Promise<void>
}

export function revocationUrls(host: string, port: number) {
  return { crlUrl: `http://${host}:${port}${CRL_PATH}`, ocspUrl: `http://${host}:${port}${OCSP_PATH}` }
}

export async function startAuthority(
  { host, port, certificates }: AuthorityOptions,
  onFailure: (error: unknown) => void,
): Promise<RunningAuthority> {
  const authority = await readPair(certificates.authority)
  const responder = await readPair(certificates.responder)
  // Read anew each time: certificates are revoked while the demo runs.
  const revoked = () => readRevoked(certificates.folder)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new Date()
    if (request.method === 'GET' && request.url === CRL_PATH) {
      const validity = { notBefore: at, notAfter: after(at, LIST_MINUTES) }
      const list = await makeCrl(authority, await revoked(), validity, Math.floor(at.getTime() / 1000))
      send(response, 'application/pkix-crl', list)
    } else if (request.method === 'POST' && request.url === OCSP_PATH) {
      const question = await readQuestion(request)
      const parts = { authorityPem: authority.certificatePem, responder, revoked: await revoked() }
      const nextUpdate = after(at, ANSWER_MINUTES)
      send(response, 'application/ocsp-response', await answerOcsp(question, { ...parts, at, nextUpdate }))
    } else {
      response.writeHead(404).end()
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      onFailure(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function readPair({ cert, key }: KeyPair): Promise<Issued> {
  return { certificatePem: await readFile(cert, 'utf8'), privateKeyPem: await readFile(key, 'utf8') }
}

async function readQuestion(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes > MOST_QUESTION_BYTES) throw new Error('an OCSP question is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function after(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE_MS)
}

function send(response: ServerResponse, type: string, body: Buffer): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}
