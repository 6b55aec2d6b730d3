/** Between a node and the played centre, with the node's own certificate: where what the node does is made wrong. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { TLSSocket } from 'node:tls'
import { identities, temporaryFolder } from '../../../../../../packages/dicom/src/network/testing/programs.ts'
import { freePort } from '../../../../../centre/src/testing/free-port.ts'
import { readIdentity, writeIdentity } from '../../../enrolment/identity-file.ts'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Text of what says JSON; the rest as it comes. */
  readonly body: string | Readable
  /** Whether it comes without the node's certificate. */
  readonly isStranger?: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
}

/** @throws whatever cuts the connection: then the node's is cut as well */
export type Ask = (asked: Asked) => Promise<Answer>

/**
 * What is done with a request of the node: `next` has it go on, also as another one, or it is answered here. `ask` is for requests
 * that the node did not make, and sees nobody else.
 */
export type Wrong = (asked: Asked, next: Ask, ask: Ask) => Promise<Answer>

/** For requests that the node did not make: all of the answer has come. */
export async function askAlone(
  ask: Ask,
  { method, url, headers = {}, body = '', isStranger = false }: Partial<Asked>,
): Promise<number> {
  assert.ok(method !== undefined && url !== undefined)
  const answer = await ask({ method, url, headers, body, isStranger })
  await buffer(answer.body)
  return answer.status
}

export function answered(status: number, json: object): Answer {
  const headers = { 'content-type': 'application/json' }
  return { status, headers, body: Readable.from([Buffer.from(JSON.stringify(json))]) }
}

/** The node of this folder goes this way from its next start on. Ends with the test. */
export async function goWrong(
  t: TestContext,
  dataFolder: string,
  caFile: string,
  wrongs: readonly Wrong[],
): Promise<void> {
  const identity = await readIdentity(dataFolder)
  const ca = await readFile(caFile, 'utf8')
  const [own] = await identities(await temporaryFolder(t), ['way'])
  assert.ok(own)
  const shown = { cert: identity.certificate, key: identity.privateKey }
  const pass = async (asked: IncomingMessage, response: ServerResponse) => {
    const ask: Ask = async ({ method, url: path, headers, body, isStranger = false }) => {
      const url = new URL(path, identity.certificateEntrance)
      const length = typeof body === 'string' ? { 'content-length': Buffer.byteLength(body) } : {}
      const onwards = httpsRequest(url, {
        ...{ method, ca, agent: false, headers: { ...headers, host: url.host, ...length } },
        ...(isStranger ? {} : shown),
      })
      response.once('close', () => onwards.destroy())
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        onwards.once('response', resolve).on('error', reject)
      })
      if (typeof body === 'string') onwards.end(body)
      else body.on('error', () => onwards.destroy()).pipe(onwards)
      const { statusCode = 500, headers: told } = await answer
      return { status: statusCode, headers: told, body: await answer }
    }
    assert.ok(asked.socket instanceof TLSSocket)
    const { method = 'GET', url = '/', headers } = asked
    const isJson = headers['content-type'] === 'application/json'
    const body = isJson ? (await asked.setEncoding('utf8').toArray()).join('') : asked
    const goOn = wrongs.reduceRight<Ask>((next, wrong) => (each) => wrong(each, next, ask), ask)
    const answer = await goOn({ method, url, headers, body })
    response.writeHead(answer.status, answer.headers)
    response.flushHeaders()
    answer.body.on('error', () => response.destroy()).pipe(response)
    response.once('close', () => answer.body.destroy())
  }
  const server = createServer({ key: own.key, cert: own.cert }, (asked, response) => {
    pass(asked, response).catch(() => response.destroy())
  })
  const port = await freePort()
  server.listen(port, 'localhost')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  await writeFile(caFile, `${ca}\n${await readFile(own.files.ca, 'utf8')}`)
  await writeIdentity(dataFolder, { ...identity, certificateEntrance: `https://localhost:${port}` })
}

/** As a node enrols, with a request of another's making. @returns the status of the answer */
export async function askToEnrol(
  { centre, code, ca }: { readonly centre: string; readonly code: string; readonly ca: string },
  certificateRequest: string,
): Promise<number> {
  const body = JSON.stringify({ code, certificateRequest })
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const url = new URL('/api/nodes', centre)
  const asking = httpsRequest(url, { method: 'POST', ca, agent: false, headers })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve).on('error', reject)
  })
  asking.end(body)
  await buffer(await answer)
  return (await answer).statusCode ?? 0
}
