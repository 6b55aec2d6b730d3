/** Our centre meets every requirement; one behind a proxy that breaks a rule fails at that rule, and there alone. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as httpsRequest } from 'node:https'
import { join } from 'node:path'
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
  readonly before?: (asked: IncomingMessage) => void
  readonly after?: (asked: IncomingMessage, answer: IncomingMessage) => void
}

/** What a node's institution with several nodes is not offered. */
const isOfEarlyImages = (id: string | null | undefined) => id?.startsWith('I') === true

/** What a centre might get wrong. */
const BREAKS: Readonly<Partial<Record<RequirementId, Breaking>>> = {
  A3: {
    after(_, { headers }) {
      if (headers['content-type']?.startsWith('application/problem') === true) {
        headers['content-type'] = 'application/json'
      }
    },
  },
  U4: {
    after({ method }, answer) {
      if (method === 'PATCH' && answer.statusCode === 409) answer.statusCode = 204
    },
  },
  I1: {
    after({ method, url }, answer) {
      if (method === 'PUT' && url?.includes('/arriving/') && answer.statusCode === 404)
        answer.statusCode = 204
    },
  },
  R4: {
    before({ headers }) {
      delete headers['if-match']
    },
  },
}

/** Passes everything on to the centre, with the node's certificate where the client shows one, and breaks a rule. */
async function brokenCentre(t: TestContext, { before: change, after: spoil }: Breaking) {
  const hospital = await Hospital.enrol(network, 'hornicka')
  const dataFolder = join(hospital.folder, 'data')
  const identity = await readIdentity(dataFolder)
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
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.on('error', () => response.destroy()).pipe(response)
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

for (const [id, breaking] of Object.entries(BREAKS)) {
  test(`a centre that breaks ${id} fails at ${id}`, async (t) => {
    const results = await examined(await brokenCentre(t, breaking))
    assert.deepEqual(
      idsOf(results, 'fail').map(([failed]) => failed),
      [id],
      JSON.stringify(idsOf(results, 'fail')),
    )
    const skipped = idsOf(results, 'skipped').map(([each]) => each)
    assert.deepEqual(
      skipped.filter((each) => each !== 'U8' && !isOfEarlyImages(each)),
      ['E2', 'E3', 'E4'],
    )
  })
}
