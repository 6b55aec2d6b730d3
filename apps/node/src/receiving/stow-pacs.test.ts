/** What a PACS answers by STOW-RS, understood as a C-STORE response is. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { storeResponse } from '@epacs/dicomweb'
import { identities, temporaryFolder } from '../../../../packages/dicom/src/network/testing/programs.ts'
import type { StowPacsConfig } from '../config/schema.ts'
import { PacsAway, PacsBroke, probeStow, StowConnection } from './stow-pacs.ts'

const UID = '1.2.3'
const object = {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  sopInstanceUid: UID,
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  dataSet: Buffer.from('data set'),
}
let answer: (request: IncomingMessage, response: ServerResponse) => void
const server = createServer((request, response) => {
  request.resume()
  answer(request, response)
})
let pacs: StowPacsConfig
before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const none = {
    commitment: false,
    decompress: 'never',
    takes: { ask: false },
    tls: null,
    basicFile: null,
    bearerFile: null,
  } as const
  pacs = { by: 'stow', name: 'P', callingAeTitle: 'N', url: `http://127.0.0.1:${port}/web`, ...none }
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const stored = async (
  dataSet: typeof object.dataSet | AsyncIterable<Uint8Array> = object.dataSet,
  at = pacs,
) => {
  const connection = await StowConnection.open(at)
  return await connection.store({ ...object, dataSet }).finally(() => connection.release())
}
const result = (failure?: number) =>
  storeResponse([{ sopClassUid: '1.2', sopInstanceUid: UID, studyInstanceUid: '1', failure, isOdd: false }])
const says = (status: number, body: unknown = '') => {
  answer = (request, response) =>
    request.once('end', () => response.writeHead(status).end(JSON.stringify(body)))
}

test('success, refusals, and what may be taken later', async () => {
  says(200, result().object)
  assert.deepEqual(await stored(), { result: 'stored', status: 0, comment: '' })
  for (const [failure, expected] of [
    [0xa900, 'refused'],
    [0xa700, 'later'],
    [0x0110, 'later'],
    [0x0122, 'refused'],
  ] as const) {
    const { status, object: body } = result(failure)
    says(status, body)
    assert.deepEqual(await stored(), { result: expected, status: failure, comment: 'HTTP 409' })
  }
  // Success in the status line alone, and a failure of this instance within it.
  says(200, result(0xa900).object)
  assert.equal((await stored()).result, 'refused')
  says(507)
  assert.deepEqual(await stored(), { result: 'later', status: 0xa700, comment: 'HTTP 507' })
  says(415)
  assert.equal((await stored()).result, 'refused')
  says(400, { '00081198': { vr: 'SQ' } })
  assert.deepEqual(await stored(), { result: 'later', status: 0x0110, comment: 'HTTP 400' })
  says(500)
  assert.deepEqual([(await stored()).result, (await stored()).status], ['later', 0x0110])
})

test('only what is said of the image, in the form of DICOM, is success', async () => {
  const answers = (body: string) => {
    answer = (request, response) => request.once('end', () => response.writeHead(200).end(body))
  }
  const failed = (tag: string, item: object) => JSON.stringify({ [tag]: { vr: 'SQ', Value: [item] } })
  const reason = (value: unknown) => ({ '00081197': { vr: 'US', Value: [value] } })
  const named = { '00081155': { vr: 'UI', Value: [UID] } }
  for (const [body, expected, status] of [
    [failed('00081198', { ...named, ...reason('272') }), 'later', 0x0110],
    [failed('00081198', { ...named, '00081197': { vr: 'US' } }), 'later', 0x0110],
    [failed('0008119A', reason(0xa900)), 'refused', 0xa900],
    [failed('00081198', reason(0xa900)), 'refused', 0xa900],
    ['', 'stored', 0],
    ['{}', 'stored', 0],
  ] as const) {
    answers(body)
    const told = await stored()
    assert.deepEqual([told.result, told.status], [expected, status], body)
  }
})

test('a page that is no STOW-RS at all says nothing about the image', async () => {
  for (const body of ['<html><title>Sign in</title></html>', '<NativeDicomModel/>', '[]']) {
    answer = (request, response) => request.once('end', () => response.writeHead(200).end(body))
    await assert.rejects(
      stored(),
      (error) => error instanceof PacsAway && !(error instanceof PacsBroke),
      body,
    )
  }
})

test('success before all of the image was sent is none', async () => {
  answer = (_request, response) => response.writeHead(200).end(JSON.stringify(result().object))
  async function* endless() {
    for (let piece = 0; piece < 2000; piece++) yield Buffer.alloc(65_536)
  }
  await assert.rejects(stored(endless()), PacsBroke)
})

test('what concerns every image alike is no word about one', async () => {
  for (const status of [401, 403, 404, 429, 302, 503]) {
    says(status)
    await assert.rejects(stored(), (error) => error instanceof PacsAway && !(error instanceof PacsBroke))
    await assert.rejects(probeStow(pacs), PacsAway)
  }
  answer = (request) => request.socket.destroy()
  await assert.rejects(stored(), PacsBroke)
  says(405)
  await probeStow(pacs)
})

test('a PACS that does not know OPTIONS answers all the same, and is given nothing to store', async () => {
  const asked: string[] = []
  answer = (request, response) => {
    let sent = ''
    request.setEncoding('latin1').on('data', (text: string) => (sent += text))
    request.once('end', () => {
      asked.push(`${request.method} ${sent.replace(/^--\S{36}--\r\n$/, 'no part')}`)
      response.writeHead(request.method === 'POST' ? 200 : 404).end('{}')
    })
  }
  await probeStow(pacs)
  assert.deepEqual(asked, ['OPTIONS ', 'POST no part'])
})

test('the probing of a PACS that says nothing ends when nobody waits for it', async () => {
  const stopping = new AbortController()
  answer = () => stopping.abort(new Error('it is held'))
  const sinceMs = performance.now()
  await assert.rejects(probeStow(pacs, stopping.signal), PacsAway)
  assert.ok(performance.now() - sinceMs < 10_000)
})

test('an image goes by pieces; one that cannot be read here is not laid to the PACS', async () => {
  let sent = ''
  answer = (request, response) => {
    sent = ''
    request.setEncoding('latin1').on('data', (text: string) => (sent += text))
    request.once('end', () => response.end(JSON.stringify(result().object)))
  }
  async function* pieces() {
    yield Buffer.from('one ')
    yield Buffer.from('two')
  }
  assert.equal((await stored(pieces())).result, 'stored')
  assert.match(
    sent,
    /^--(\S+)\r\nContent-Type: application\/dicom[^\r]*\r\n\r\n\0{128}DICM.*one two\r\n--\1--\r\n$/s,
  )
  async function* broken() {
    yield Buffer.from('one')
    throw new RangeError('the disk is not sound')
  }
  await assert.rejects(stored(broken()), RangeError)
})

test("over TLS by the authority of the configuration alone, with the node's own certificate and a bearer token", async (t) => {
  const folder = await temporaryFolder(t)
  const [of, node] = await identities(folder, ['pacs', 'node'], 'ec')
  const [stranger] = await identities(await temporaryFolder(t), ['stranger'], 'ec')
  assert.ok(of && node && stranger)
  const secure = createTlsServer(
    { key: of.key, cert: of.cert, ca: [of.ca].flat(), requestCert: true },
    (request, response) => {
      request.resume()
      if (request.headers.authorization !== 'Bearer token.of.the-node') response.writeHead(401).end()
      else request.once('end', () => response.end(JSON.stringify(result().object)))
    },
  )
  secure.listen(0, '127.0.0.1')
  await once(secure, 'listening')
  t.after(() => {
    secure.closeAllConnections()
    secure.close()
  })
  const address = secure.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const bearerFile = join(folder, 'token')
  await writeFile(bearerFile, 'token.of.the-node\n')
  const { files } = node
  const tls = { caFile: files.ca, certificateFile: files.cert, keyFile: files.key, serverName: null }
  const over = { ...pacs, url: `https://localhost:${port}/web`, bearerFile, tls }
  assert.equal((await stored(object.dataSet, over)).result, 'stored')
  await probeStow(over)
  const away = async (changes: Partial<StowPacsConfig>, told: RegExp) =>
    await assert.rejects(
      stored(object.dataSet, { ...over, ...changes }),
      (error) => error instanceof PacsAway && told.test(error.message),
      String(told),
    )
  await away({ bearerFile: null }, /401/)
  await away({ tls: null }, /certificate|issuer/i)
  await away({ tls: { ...tls, caFile: stranger.files.ca } }, /certificate|issuer/i)
  await away({ tls: { ...tls, serverName: 'elsewhere.example' } }, /altnames|elsewhere\.example/i)
  // Without a certificate, or with one of another authority, it is not let in.
  await away({ tls: { ...tls, certificateFile: null, keyFile: null } }, /STOW-RS/)
})
