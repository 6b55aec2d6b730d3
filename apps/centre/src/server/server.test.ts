import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect as connectPlain } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, type TLSSocket } from 'node:tls'
import { brotliDecompressSync } from 'node:zlib'
import type { ApiClient } from '../testing/api-client.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { LIMITS } from './limits.ts'

const UPLOADS_A_MINUTE = 100

let network: TestNetwork
let visitor: ApiClient
before(async () => {
  network = await TestNetwork.start({
    registration: { contactEmail: 'operator@epacs.example' },
    limits: { uploadRequestsPerMinute: UPLOADS_A_MINUTE, uploadsPerMinute: 60_000 },
  })
  visitor = network.visitor()
})
after(() => network.remove())

/** As a Content-Security-Policy names an inline text. */
const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

/** A raw connection to the portal. */
async function connection(): Promise<TLSSocket> {
  const { port } = new URL(visitor.origin)
  const socket = connect({ host: 'localhost', port: Number(port), ca: visitor.agent.options.ca })
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  return socket
}

async function answerTo(socket: TLSSocket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await new Promise((resolve) => socket.once('close', resolve))
  return text
}

test('the page comes with a policy that forbids everything inline and foreign', async () => {
  const { status, headers } = await visitor.get('/')
  assert.equal(status, 200)
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /default-src 'none'/)
  assert.doesNotMatch(policy, /unsafe|\*|data:|https?:/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.equal(headers['x-frame-options'], 'DENY')
  assert.equal(headers['x-powered-by'], undefined)
})

test('links deep into the portal give its page, which is asked for anew each time', async () => {
  const page = await visitor.get('/')
  for (const path of ['/index.html', '/institutions/abc?q=x', '/mailbox', '/a/b/c.d']) {
    const { status, headers, body } = await visitor.get(path)
    assert.equal(status, 200, path)
    assert.match(String(headers['content-type']), /^text\/html/)
    assert.equal(headers['cache-control'], 'no-cache')
    assert.ok(body.equals(page.body))
  }
  // As the name of a page it would be too long for any file system.
  for (const length of [41, 251, 255]) {
    const { status, body } = await visitor.get(`/${'a'.repeat(length)}`)
    assert.equal(status, 200, `an address of ${length} letters`)
    assert.ok(body.equals(page.body))
  }
  const etag = String(page.headers.etag)
  assert.equal((await visitor.get('/', { 'if-none-match': etag })).status, 304)
  const hash = createHash('sha256').update(String(page.headers['content-security-policy'])).update(page.body)
  assert.equal(etag, `W/"${hash.digest('base64url')}"`, 'another policy, another tag')
})

test('a public page brings its heading, packed, and allows by their digests what stands inline', async () => {
  const { headers, body } = await visitor.get('/help?q=CD', { 'accept-encoding': 'gzip, br' })
  assert.equal(headers['content-encoding'], 'br')
  assert.match(brotliDecompressSync(body).toString(), /<h1>Help/)
  const policy = String(headers['content-security-policy'])
  assert.ok(policy.includes(`;script-src 'self' '${digest('1')}';`))
  assert.ok(policy.includes(`;style-src 'self' '${digest('p {}')}';`))
  for (const path of ['/', '/help/more', '/help.html', '/pages/help.html', '/sign-up'])
    assert.doesNotMatch((await visitor.get(path)).body.toString(), /<h1>/, path)
})

test('every page is apart from the one that opened it, but a stranger’s public page', async () => {
  const isolation = async (path: string, headers = {}) =>
    (await visitor.get(path, headers)).headers['cross-origin-opener-policy']
  assert.equal(await isolation('/help'), undefined)
  const cookie = '__Host-epacs-session=anything'
  assert.equal(await isolation('/help', { cookie }), 'same-origin')
  for (const path of ['/mailbox', '/registration/new', '/sign-in', '/sign-in?problem=x'])
    assert.equal(await isolation(path), 'same-origin', path)
})

test('the page says where one writes to the operator, and answers to HEAD like to GET', async () => {
  const page = await visitor.get('/help')
  assert.match(page.body.toString(), /<meta name="epacs-contact" content="operator@epacs\.example" \/>/)
  const head = await visitor.call('HEAD', '/help')
  assert.deepEqual([head.status, head.body.length, head.headers.etag], [200, 0, page.headers.etag])
})

test('the image viewer has a page for each message, and policies that the rest of the portal has not', async () => {
  const message = '01940000-0000-7000-8000-000000000001'
  const page = await visitor.get(`/viewer/${message}/viewer?StudyInstanceUIDs=1.2.3`)
  assert.equal(page.status, 200)
  assert.match(page.body.toString(), /<title>Viewer/)
  assert.equal(page.headers['cache-control'], 'no-cache')
  const policy = String(page.headers['content-security-policy'])
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.doesNotMatch(policy, /https?:|\*/)
  const program = await visitor.get('/viewer/app.bundle.0123456789abcdef.js')
  // What a worker is held to; of a page only its own policy counts.
  assert.match(String(program.headers['content-security-policy']), /'unsafe-eval'/)
  assert.equal(program.headers['cache-control'], 'public, max-age=31536000, immutable')
  const style = await visitor.get('/viewer/app.bundle.css')
  assert.equal(style.headers['cache-control'], 'public, max-age=3600')
  assert.equal((await visitor.get('/viewer/none.js')).status, 404)
  assert.equal((await visitor.get('/viewer/other/viewer')).status, 404)
  assert.doesNotMatch(String((await visitor.get('/')).headers['content-security-policy']), /unsafe/)
})

test('the worker that makes pictures may compile codecs, other files of the portal may not', async () => {
  const policyOf = async (path: string, headers = {}) =>
    String((await visitor.get(path, headers)).headers['content-security-policy'])
  const worker = '/assets/picture-worker-0a1b2c.js'
  for (const headers of [{}, { 'accept-encoding': 'br' }]) {
    const policy = await policyOf(worker, headers)
    assert.match(policy, /default-src 'none';script-src 'self' 'wasm-unsafe-eval';connect-src 'self';/)
    assert.doesNotMatch(policy, /'unsafe-eval'|unsafe-inline|https?:|\*|blob:|data:/)
  }
  assert.doesNotMatch(await policyOf('/assets/main-0a1b2c.js'), /unsafe/)
})

test('files with a digest in their name are kept for ever, and a missing one is not the page', async () => {
  const { status, headers } = await visitor.get('/assets/main-0a1b2c.js')
  assert.equal(status, 200)
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  const compressed = await visitor.get('/assets/main-0a1b2c.js', { 'accept-encoding': 'gzip, br' })
  assert.equal(compressed.headers['content-encoding'], 'br')
  assert.equal(compressed.headers['content-type'], headers['content-type'])
  assert.equal(compressed.headers['cache-control'], headers['cache-control'])
  assert.equal(brotliDecompressSync(compressed.body).toString(), 'export {}\n')
  const missing = await visitor.get('/assets/main-old.js')
  assert.equal(missing.status, 404)
  assert.equal(missing.headers['content-type'], 'application/problem+json')
})

test('nothing outside the portal folder is served', async () => {
  for (const path of ['/..%2fcentre.json', '/%2e%2e/centre.json', '/assets/..%2f..%2fcentre.json']) {
    const { body } = await visitor.get(path)
    assert.doesNotMatch(body.toString(), /dataFolder|root:/, path)
  }
})

test('pages at the certificate entrance lead to the portal', async () => {
  const { status, headers } = await network.as('sender').get('/mailbox?page=2')
  assert.equal(status, 302)
  assert.equal(headers.location, `${visitor.origin}/mailbox?page=2`)
})

test('refusals are problems with a code and the id of the request', async () => {
  for (const [method, path, status, code] of [
    ['GET', '/api/nothing', 404, 'not-found'],
    ['POST', '/api/institutions', 404, 'not-found'],
    ['GET', '/api/institutions/abc', 404, 'not-found'],
    ['GET', `/api/institutions/URN:UUID:${INSTITUTIONS.caslav.id}`, 404, 'not-found'],
    [
      'GET',
      `/api/institutions/${INSTITUTIONS.caslav.id.replace('0001', '9999')}`,
      404,
      'institution-not-found',
    ],
    ['GET', '/api/institutions?page=0', 400, 'invalid-request'],
    ['GET', '/api/institutions?q=%00', 400, 'invalid-request'],
    ['GET', '/api/messages', 401, 'not-signed-in'],
    ['GET', '/api/institutions/%E0%A4%A', 400, 'invalid-request'],
  ] as const) {
    const answer = await visitor.call(method, path)
    assert.equal(answer.status, status, path)
    assert.equal(answer.headers['content-type'], 'application/problem+json')
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(answer.json.code, code)
    assert.equal(answer.json.type, `urn:epacs:problem:${code}`)
    assert.equal(answer.json.status, status)
    assert.match(answer.json.instance, /^[0-9a-f-]{36}$/)
  }
})

test('a wrong value is named by its field and never repeated', async () => {
  const { json, body } = await visitor.get('/api/institutions?kind=Nov%C3%A1k&pageSize=1000')
  assert.deepEqual(
    json.fields.map(({ field }: { field: string }) => field),
    ['query.kind', 'query.pageSize'],
  )
  assert.doesNotMatch(body.toString(), /Novák/)
})

test('bodies that are too large, not JSON or of another kind are refused', async () => {
  const sender = network.as('sender')
  const post = async (body: string, type: string) => {
    const answer = await sender.call('POST', '/api/messages', { headers: { 'content-type': type }, body })
    return [answer.status, answer.json.code]
  }
  assert.deepEqual(await post('{', 'application/json'), [400, 'invalid-request'])
  assert.deepEqual(await post('x', 'text/csv'), [415, 'wrong-content-type'])
  assert.deepEqual(await post(JSON.stringify('x'.repeat(9_000_000)), 'application/json'), [413, 'too-large'])
})

test('what is no HTTP, or has endless headers, is answered and the connection closed', async () => {
  const nonsense = await connection()
  nonsense.write('\u0016\u0003\u0001 hello\r\n\r\n')
  assert.match(await answerTo(nonsense), /^HTTP\/1.1 400/)
  const endless = await connection()
  endless.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(LIMITS.headerBytes)}\r\n\r\n`)
  assert.match(await answerTo(endless), /^HTTP\/1.1 431/)
})

test('connections that say nothing, or say a head or a body a byte at a time, do not stay', async () => {
  const { port } = new URL(visitor.origin)
  const sockets = {
    silent: connectPlain({ host: 'localhost', port: Number(port) }),
    mute: await connection(),
    slow: await connection(),
    slowBody: await connection(),
  }
  sockets.silent.on('error', () => {})
  sockets.slow.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
  sockets.slowBody.write(
    'POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n',
  )
  sockets.slowBody.write('Content-Length: 10000\r\n\r\n')
  const drip = setInterval(() => {
    sockets.slow.write('X-A: b\r\n')
    sockets.slowBody.write(' ')
  }, 500)
  const startedMs = performance.now()
  const closedAfter: Record<string, number> = {}
  for (const [name, socket] of Object.entries(sockets)) {
    socket.once('close', () => {
      closedAfter[name] = performance.now() - startedMs
    })
    socket.resume()
  }
  // The longest of the limits is half a minute; the two minutes for silence would be too long.
  const isLate = () => performance.now() - startedMs > LIMITS.silentTimeoutMs - 10_000
  while (Object.keys(closedAfter).length < 4 && !isLate()) await delay(100)
  clearInterval(drip)
  for (const socket of Object.values(sockets)) socket.destroy()
  assert.deepEqual(
    Object.keys(closedAfter).toSorted(),
    ['mute', 'silent', 'slow', 'slowBody'],
    JSON.stringify(closedAfter),
  )
})

test('it says that it lives, that it is ready, and how it is', async () => {
  assert.deepEqual((await visitor.get('/healthz')).json, { status: 'ok' })
  assert.deepEqual((await visitor.get('/readyz')).json, { status: 'ready' })
  const metrics = (await visitor.get('/metrics')).body.toString()
  assert.match(metrics, /epacs_http_request_seconds_count\{.*route="\/api\/institutions"/)
  assert.match(metrics, /process_resident_memory_bytes/)
  assert.doesNotMatch(metrics, /Novák|Nov%C3/)
})

test('the description of the API names every route and is OpenAPI 3.1', async () => {
  const { json } = await visitor.get('/api/openapi.json')
  assert.equal(json.openapi, '3.1.0')
  for (const path of [
    '/api/institutions',
    '/api/messages/{id}/package',
    '/api/uploads/{id}',
    '/api/session',
    '/api/events',
  ]) {
    assert.ok(json.paths[path], path)
  }
})

test('who floods is told when to come again, and others are served meanwhile', async () => {
  const idle = await Promise.all(Array.from({ length: 200 }, connection))
  for (const slow of idle.slice(0, 50)) slow.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ')
  const [sender, receiver] = [network.as('sender'), network.as('receiver')]
  const upload = {
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': 4,
      'content-type': 'application/offset+octet-stream',
    },
    body: 'DICM',
  }
  const flood = Promise.all(
    Array.from({ length: 2 * UPLOADS_A_MINUTE }, async () => [
      await sender.call('POST', '/api/uploads', upload),
      await visitor.get('/sign-in/certificate'),
    ]),
  )
  for (let count = 0; count < 20; count++) {
    assert.equal((await receiver.get('/api/mailbox')).status, 200)
    assert.equal((await receiver.call('POST', '/api/uploads', upload)).status, 201)
  }
  const [uploads, signIns] = [(await flood).map(([each]) => each), (await flood).map(([, each]) => each)]
  for (const answers of [uploads, signIns]) {
    const refused = answers.filter((each) => each?.status === 429)
    assert.ok(refused.length >= UPLOADS_A_MINUTE, `${refused.length} were refused`)
    for (const each of refused) assert.ok(Number(each?.headers['retry-after']) > 0)
  }
  assert.equal(uploads.filter((each) => each?.status === 201).length, UPLOADS_A_MINUTE)
  for (const socket of idle) socket.destroy()
})
