/** Our centre meets every requirement; one behind a proxy that breaks a rule fails at that rule, and there alone. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { after, before, type TestContext, test } from 'node:test'
import { TLSSocket } from 'node:tls'
import { identities } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { readIdentity, writeIdentity } from '../enrolment/identity-file.ts'
import { Hospital } from '../testing/hospital.ts'
import { type ConformanceOptions, type ConformanceResult, examineCentre } from './conformance.ts'
import { REQUIREMENTS, type RequirementId } from './requirements.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(async () => await network?.remove())

async function examined(options: ConformanceOptions): Promise<readonly ConformanceResult[]> {
  const results: ConformanceResult[] = []
  for await (const result of examineCentre(options)) results.push(result)
  return results
}

const idsOf = (results: readonly ConformanceResult[], wanted: ConformanceResult['result']) =>
  results.filter(({ result }) => result === wanted).map(({ id, why }) => [id, why])

test('docs/node-protocol.md has every requirement in the same words', async () => {
  const document = await readFile(new URL('../../../../docs/node-protocol.md', import.meta.url), 'utf8')
  const [ofCentre = ''] = document.split('## What a node has to do')
  const told = [...ofCentre.matchAll(/^\| ([A-Z]\d+) \| (.*) \|$/gm)].map(([, id, text]) => [id, text])
  assert.deepEqual(told.toSorted(), Object.entries(REQUIREMENTS).toSorted())
})

test('our centre meets every requirement', async () => {
  const results = await examined({
    centre: network.config.portal.publicUrl,
    caFile: join(network.folder, 'ca.pem'),
    code: await network.nodeCode('hornicka'),
  })
  assert.deepEqual(idsOf(results, 'fail'), [])
  const skipped = idsOf(results, 'skipped').map(([id]) => id)
  assert.ok(
    skipped.every((id) => id === 'U8'),
    `${skipped}`,
  )
  assert.deepEqual(results.map(({ id }) => id).toSorted(), Object.keys(REQUIREMENTS).toSorted())
})

interface Breaking {
  /** What fails, and nothing else does; without it the requirement itself. */
  readonly fails?: readonly RequirementId[]
  /** What cannot be looked at then. */
  readonly skips?: readonly RequirementId[]
  readonly before?: (asked: IncomingMessage) => void
  readonly after?: (asked: IncomingMessage, answer: IncomingMessage) => void
  /** Of the body, on its way; undefined: as it came. */
  readonly body?: (asked: IncomingMessage) => Transform | undefined
  /** Whether an answer that the centre cut ends as if it were whole. */
  readonly isCutHidden?: (asked: IncomingMessage) => boolean
}

const EARLY_IDS = ['I2', 'I3', 'I4', 'I5'] as const

const isList = ({ method, url }: IncomingMessage) => method === 'GET' && url === '/api/nodes/own/arriving'
const isContent = ({ url }: IncomingMessage) =>
  url?.includes('/arriving/') === true && url.includes('/content')
const isOutline = ({ url }: IncomingMessage) => url?.endsWith('/outline') === true

/** The whole body at its end, as another one. */
function asWhole(change: (bytes: Buffer) => Buffer): Transform {
  const chunks: Buffer[] = []
  return new Transform({
    transform(chunk: Buffer, _, done) {
      chunks.push(chunk)
      done()
    },
    flush(done) {
      done(null, change(Buffer.concat(chunks)))
    },
  })
}

type Item = Readonly<Record<string, unknown>>

function withItems(change: (items: readonly Item[]) => readonly Item[]): Transform {
  return asWhole((bytes) => {
    const list: { readonly items: readonly Item[] } = JSON.parse(bytes.toString('utf8'))
    return Buffer.from(JSON.stringify({ ...list, items: change(list.items) }))
  })
}

/** Its last byte is another one. */
function damaged(bytes: Buffer): Buffer {
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return bytes
}

/** It comes on as it comes, but for its last byte, which is another one. */
function lastByteDamaged(): Transform {
  let held: Buffer = Buffer.alloc(0)
  let isFirst = true
  return new Transform({
    transform(chunk: Buffer, _, done) {
      // The first chunk is the one that has to come before the rest.
      if (isFirst && chunk.length <= 1000) {
        isFirst = false
        done(null, chunk)
        return
      }
      isFirst = false
      const passed = Buffer.concat([held, chunk.subarray(0, -1)])
      held = chunk.subarray(-1)
      done(null, passed)
    },
    flush(done) {
      done(null, damaged(held))
    },
  })
}

/** Each event comes as one chunk. */
function withoutEvents(of: string): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      if (chunk.includes(of)) done()
      else done(null, chunk)
    },
  })
}

/** What was once in the list stays there. */
function neverForgotten(): (asked: IncomingMessage) => Transform | undefined {
  const ever = new Map<unknown, Item>()
  return (asked) =>
    isList(asked)
      ? withItems((items) => {
          for (const item of items) ever.set(item.id, item)
          return [...ever.values()]
        })
      : undefined
}

/** What a centre might get wrong, by the requirement and how it is broken. */
const BREAKS: readonly (readonly [RequirementId, string, Breaking])[] = [
  [
    'A3',
    'problems of another type',
    {
      after(_, { headers }) {
        if (headers['content-type']?.startsWith('application/problem') === true) {
          headers['content-type'] = 'application/json'
        }
      },
    },
  ],
  [
    'U4',
    'another offset is taken',
    {
      after({ method }, answer) {
        if (method === 'PATCH' && answer.statusCode === 409) answer.statusCode = 204
      },
    },
  ],
  [
    'I1',
    'what is no upload is taken',
    {
      skips: EARLY_IDS,
      after({ method, url }, answer) {
        if (method === 'PUT' && url?.includes('/arriving/') && answer.statusCode === 404)
          answer.statusCode = 204
      },
    },
  ],
  [
    'I2',
    'no event tells of it',
    { body: ({ url }) => (url === '/api/events' ? withoutEvents('"arriving"') : undefined) },
  ],
  ['I2', 'the list has nothing', { body: (asked) => (isList(asked) ? withItems(() => []) : undefined) }],
  [
    'I2',
    'the list does not say who sends',
    {
      body: (asked) =>
        isList(asked)
          ? withItems((items) => items.map((item) => ({ ...item, sender: undefined })))
          : undefined,
    },
  ],
  ['I2', 'what was given up stays in the list', { body: neverForgotten() }],
  [
    'I3',
    'its last byte is another one',
    { body: (asked) => (isContent(asked) ? lastByteDamaged() : undefined) },
  ],
  [
    'I3',
    'its content is withheld until it is whole',
    { body: (asked) => (isContent(asked) ? asWhole((bytes) => bytes) : undefined), fails: ['I3', 'I4'] },
  ],
  ['I4', 'what is cut ends as if it were whole', { isCutHidden: isContent }],
  [
    'I4',
    'what was given up is still there',
    {
      after(asked, answer) {
        if (isContent(asked) && answer.statusCode === 404) answer.statusCode = 200
      },
    },
  ],
  [
    'I5',
    'a delivery does not tell its upload',
    {
      body: ({ method, url }) =>
        method === 'GET' && url === '/api/nodes/own/deliveries'
          ? withItems((items) => items.map((item) => ({ ...item, arrivedAs: null })))
          : undefined,
    },
  ],
  [
    'I5',
    'an outline has an ETag of its own',
    {
      after(asked, { headers }) {
        if (isOutline(asked)) headers.etag = '"0"'
      },
    },
  ],
  [
    'I5',
    'an outline has another byte',
    { body: (asked) => (isOutline(asked) ? asWhole(damaged) : undefined) },
  ],
  [
    'R4',
    'If-Match is not looked at',
    {
      before({ headers }) {
        delete headers['if-match']
      },
    },
  ],
]

/** Passes everything on to the centre, with the node's certificate where the client shows one, and breaks a rule. */
async function brokenCentre(t: TestContext, breaking: Breaking) {
  const { before: change, after: spoil, body: bodyOf, isCutHidden } = breaking
  const hospital = await Hospital.enrol(network, 'chyne')
  const dataFolder = join(hospital.folder, 'data')
  const identity = await readIdentity(dataFolder)
  // An institution with several nodes is offered no early images.
  t.after(async () => {
    const { status } = await network.as('operator').call('POST', `/api/nodes/${identity.id}/revoke`)
    assert.ok(status < 300, `${status}`)
  })
  const folder = await mkdtemp(join(network.folder, 'proxy-'))
  const [own] = await identities(folder, ['proxy'])
  assert.ok(own)
  const ca = await readFile(join(network.folder, 'ca.pem'), 'utf8')
  const port = await freePort()
  const pass = (asked: IncomingMessage, response: ServerResponse) => {
    change?.(asked)
    const { socket, method, headers } = asked
    const isNode = socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0
    const shown = isNode ? { cert: identity.certificate, key: identity.privateKey } : {}
    const url = new URL(asked.url ?? '/', identity.certificateEntrance)
    const onwards = httpsRequest(
      url,
      { method, headers: { ...headers, host: url.host }, ca, agent: false, ...shown },
      (answer) => {
        spoil?.(asked, answer)
        const changed = answer.statusCode === 200 ? bodyOf?.(asked) : undefined
        if (changed !== undefined) delete answer.headers['content-length']
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        response.flushHeaders()
        const isHidden = isCutHidden?.(asked) === true
        answer.on('error', () => (isHidden ? response.end() : response.destroy()))
        if (changed === undefined) answer.pipe(response)
        else answer.pipe(changed).pipe(response)
      },
    )
    onwards.on('error', () => response.destroy())
    response.on('close', () => onwards.destroy())
    asked.on('error', () => onwards.destroy()).pipe(onwards)
  }
  const options = { key: own.key, cert: own.cert, requestCert: true, rejectUnauthorized: false }
  const server = createServer(options, pass).listen(port, 'localhost')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `https://localhost:${port}`
  await writeIdentity(dataFolder, { ...identity, certificateEntrance: url })
  return { centre: url, caFile: own.files.ca, identityFolder: dataFolder }
}

for (const [id, what, breaking] of BREAKS) {
  const { fails = [id], skips = [] } = breaking
  test(`a centre that breaks ${id} fails at ${fails.join(' and ')}: ${what}`, async (t) => {
    const results = await examined(await brokenCentre(t, breaking))
    assert.deepEqual(
      idsOf(results, 'fail').map(([failed]) => failed),
      fails,
      JSON.stringify(idsOf(results, 'fail')),
    )
    const skipped = idsOf(results, 'skipped').map(([each]) => each)
    assert.deepEqual(
      skipped.filter((each) => each !== 'U8'),
      ['E2', 'E3', 'E4', ...skips],
      'everything else is looked at',
    )
  })
}

test('every requirement of early images has a centre that breaks it', () => {
  const broken = new Set(BREAKS.map(([id]) => id))
  const all = Object.keys(REQUIREMENTS).filter((id) => id.startsWith('I'))
  assert.deepEqual(
    all.filter((id) => ![...broken].some((each) => each === id)),
    [],
  )
})
