/** Our node meets every requirement; one that breaks a rule on its way to the played centre fails there, and there alone. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { TLSSocket } from 'node:tls'
import {
  identities,
  run,
  temporaryFolder,
} from '../../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../../centre/src/testing/free-port.ts'
import { readIdentity, writeIdentity } from '../../enrolment/identity-file.ts'
import { Hospital } from '../../testing/hospital.ts'
import { ScriptedPacs } from '../../testing/scripted-pacs.ts'
import { examineNode, type NodeConformance } from './examine-node.ts'
import { NODE_REQUIREMENTS, type NodeRequirementId } from './node-requirements.ts'

/** What it does to a request, with the body when there is a small one. */
type Breaking = (asked: IncomingMessage, body: string | undefined) => string | undefined

async function examined(t: TestContext, breaking?: Breaking): Promise<readonly NodeConformance[]> {
  const folder = await temporaryFolder(t)
  const pacsPort = await freePort()
  const pacs = new ScriptedPacs(pacsPort)
  await pacs.start()
  t.after(() => pacs.stop())
  let hospital: Hospital | undefined
  t.after(async () => await hospital?.kill())
  const caFile = join(folder, 'ca.pem')
  const results: NodeConformance[] = []
  const steps = examineNode({
    ...{ host: 'localhost', port: await freePort(), withinSeconds: 45 },
    async onStep(step) {
      if (step.step === 'enrol') {
        await writeFile(caFile, step.ca)
        hospital = await Hospital.enrolAt({ ...step, caFile }, folder, {
          pacs: { host: '127.0.0.1', port: pacsPort, aeTitle: 'PACS' },
          pollSeconds: 1,
        })
        if (breaking !== undefined) await breakOnTheWay(t, hospital, folder, breaking)
        await hospital.startAndReach()
        return
      }
      const image = join(folder, 'image.dcm')
      await writeFile(image, ctSlice({ instance: 1, pixelBytes: 600_000 }))
      const calling = ['-aet', 'PACS', '-aec', step.aeTitle, '127.0.0.1', String(hospital?.dicomPort)]
      await run('storescu', [...calling, image])
    },
  })
  for await (const result of steps) results.push(result)
  return results
}

/** Between the node and the centre, with the node's own certificate. */
async function breakOnTheWay(
  t: TestContext,
  hospital: Hospital,
  folder: string,
  breaking: Breaking,
): Promise<void> {
  const dataFolder = join(hospital.folder, 'data')
  const identity = await readIdentity(dataFolder)
  const caFile = join(folder, 'ca.pem')
  const ca = await readFile(caFile, 'utf8')
  const [own] = await identities(await temporaryFolder(t), ['way'])
  assert.ok(own)
  const pass = async (asked: IncomingMessage, response: ServerResponse) => {
    const { method, socket, headers } = asked
    assert.ok(socket instanceof TLSSocket)
    const isSmall = headers['content-type'] === 'application/json'
    const body = isSmall ? (await asked.setEncoding('utf8').toArray()).join('') : undefined
    const changed = breaking(asked, body)
    const url = new URL(asked.url ?? '/', identity.certificateEntrance)
    const length = changed === undefined ? {} : { 'content-length': Buffer.byteLength(changed) }
    const onwards = httpsRequest(
      url,
      {
        ...{ method, ca, agent: false, cert: identity.certificate, key: identity.privateKey },
        headers: { ...headers, host: url.host, ...length },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        response.flushHeaders()
        answer.on('error', () => response.destroy()).pipe(response)
      },
    )
    onwards.on('error', () => response.destroy())
    response.on('close', () => onwards.destroy())
    if (changed === undefined) asked.on('error', () => onwards.destroy()).pipe(onwards)
    else onwards.end(changed)
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

const failed = (results: readonly NodeConformance[]) =>
  results.filter(({ result }) => result === 'fail').map(({ id, why }) => `${id}: ${why}`)

test('docs/node-protocol.md has every requirement of a node in the same words', async () => {
  const document = await readFile(new URL('../../../../../docs/node-protocol.md', import.meta.url), 'utf8')
  const [, ofNode = ''] = document.split('## What a node has to do')
  const told = [...ofNode.matchAll(/^\| ([A-Z]\d+) \| (.*) \|$/gm)].map(([, id, text]) => [id, text])
  assert.deepEqual(told, Object.entries(NODE_REQUIREMENTS))
})

test('our node meets every requirement', async (t) => {
  const results = await examined(t)
  assert.deepEqual(failed(results), [])
  assert.deepEqual(
    results.map(({ id }) => id),
    Object.keys(NODE_REQUIREMENTS),
  )
})

const BREAKS: Readonly<Partial<Record<NodeRequirementId, Breaking>>> = {
  D3(asked, body) {
    delete asked.headers['if-match']
    return body
  },
  // It says of the damaged package that all of it is at the PACS.
  D6: (() => {
    let packages = 0
    return (asked, body) => {
      if (asked.method === 'GET' && asked.url?.endsWith('/package')) packages++
      const isReport = asked.method === 'PUT' && asked.url?.includes('/deliveries/')
      // The cut one is fetched twice; the third time it is the damaged one, before it is fetched again.
      if (isReport && body !== undefined && packages === 3) {
        return JSON.stringify({ ...JSON.parse(body), status: 'stored', stored: 2 })
      }
      return body
    }
  })(),
  S4(asked, body) {
    if (asked.headers['idempotency-key'] !== undefined) asked.headers['idempotency-key'] = randomUUID()
    return body
  },
}

for (const [id, breaking] of Object.entries(BREAKS)) {
  test(`a node that breaks ${id} fails at ${id}`, async (t) => {
    const results = failed(await examined(t, breaking))
    assert.equal(results.length, 1, results.join('\n'))
    assert.match(results[0] ?? '', new RegExp(`^${id}: `))
  })
}
