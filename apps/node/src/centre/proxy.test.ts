/** Nodes in a hospital whose only way out is a proxy that wants user and password, and whose line is shared by hours. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { parseNodeConfig, readNodeConfig } from '../config/read-config.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { examine } from '../doctor/doctor.ts'
import { readIdentity } from '../enrolment/identity-file.ts'
import { GrowingFile, wholeFile } from '../growing-file.ts'
import { ConnectProxy } from '../testing/connect-proxy.ts'
import { Hospital } from '../testing/hospital.ts'
import { CentreConnection, readCa } from './connection.ts'
import { downloadPackage } from './download.ts'
import { pacesOf } from './pace.ts'
import { proxyAddress, proxyOf } from './proxy.ts'
import { continueUpload, createUpload } from './upload.ts'

const CREDENTIALS = 'uzel@nemocnice:tajné heslo:1'

let network: TestNetwork
let proxy: ConnectProxy
let hospital: Hospital
let credentialsFile: string
before(async () => {
  network = await TestNetwork.start()
  proxy = await ConnectProxy.open(CREDENTIALS)
  credentialsFile = join(network.folder, 'proxy-credentials')
  await writeFile(credentialsFile, `${CREDENTIALS}\n`)
  hospital = await Hospital.enrol(network, 'caslav', { proxy: wayOut() })
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

const wayOut = (changes: object = {}): NodeConfigFile['proxy'] => ({
  url: `http://127.0.0.1:${proxy.port}`,
  credentialsFile,
  ...changes,
})

const configWith = async (way: NodeConfigFile['proxy']) => ({
  ...(await readNodeConfig(hospital.configPath)),
  proxy: parseNodeConfig(JSON.stringify({ dicom: {}, proxy: way }), 'node.yaml').proxy,
})

/** What the doctor says of the way to the centre. */
async function told(way: NodeConfigFile['proxy']): Promise<string> {
  for await (const { what, isGood, told: words } of examine(await configWith(way))) {
    if (what === 'centre') return `${isGood ? 'good' : 'bad'}: ${words}`
  }
  return ''
}

test('the doctor says what is wrong with the proxy, its credentials, or the way past it', async () => {
  const wrongFile = join(network.folder, 'wrong-credentials')
  await writeFile(wrongFile, 'uzel@nemocnice:jiné')
  assert.match(await told(wayOut()), /^good: /)
  assert.match(await told(wayOut({ credentialsFile: wrongFile })), /^bad: .+ 407 .+ proxy\.credentialsFile/)
  const nobody = `http://127.0.0.1:${await freePort()}`
  assert.match(await told({ url: nobody }), new RegExp(`^bad: .+ECONNREFUSED.+${nobody}`))
  const before = proxy.tunnels.length
  assert.match(await told(wayOut({ except: ['localhost'] })), /^good: /)
  assert.equal(proxy.tunnels.length, before)
  await writeFile(wrongFile, 'no colon')
  const unknown = await configWith(wayOut())
  let untrusted = ''
  for await (const each of examine({ ...unknown, caFile: null })) {
    if (each.what === 'centre') untrusted = each.told
  }
  assert.match(
    untrusted,
    /unknown authority \(.+, signed by .+, until \d{4}-\d\d-\d\d\): name its PEM file in caFile/,
  )
  await assert.rejects(told(wayOut({ credentialsFile: wrongFile })), /must hold user:password in one line/)
})

test('HTTPS_PROXY and NO_PROXY hold where the configuration leaves it to the environment, and credentials come from it', async () => {
  const environment = {
    HTTPS_PROXY: 'http://proxy.example:3128',
    NO_PROXY: '.example.cz',
    EPACS_NODE_PROXY_CREDENTIALS: 'a:b@c',
  }
  const found = await proxyOf('environment', environment)
  assert.deepEqual(found, { HTTPS_PROXY: 'http://a:b%40c@proxy.example:3128/', NO_PROXY: '.example.cz' })
  assert.equal(proxyAddress(found), 'http://proxy.example:3128')
  assert.deepEqual(await proxyOf('none', environment), {})
  assert.deepEqual(await proxyOf('environment', {}), {})
  await assert.rejects(
    proxyOf('environment', { HTTPS_PROXY: 'proxy.example:3128' }),
    /HTTPS_PROXY is no address/,
  )
})

test('credentials in the configuration, which others may read, and those without a password are refused', async () => {
  const config = parseNodeConfig(
    JSON.stringify({ dicom: {}, proxy: { url: 'http://uzel:heslo@proxy.example:3128' } }),
    'node.yaml',
  )
  await assert.rejects(proxyOf(config.proxy, {}), /proxy\.url: .+ proxy\.credentialsFile/)
  await assert.rejects(
    proxyOf('environment', {
      HTTPS_PROXY: 'http://proxy.example:3128',
      EPACS_NODE_PROXY_CREDENTIALS: 'no colon',
    }),
    /EPACS_NODE_PROXY_CREDENTIALS must hold user:password/,
  )
})

test('what goes up and what comes down keeps to the limit of the hour', async () => {
  const config = await configWith(wayOut())
  const { certificateEntrance, certificate: cert, privateKey: key } = await readIdentity(config.dataFolder)
  const bandwidth = parseNodeConfig(
    JSON.stringify({ dicom: {}, bandwidth: [{ uploadMbitPerSecond: 8, downloadMbitPerSecond: 16 }] }),
    'node.yaml',
  ).bandwidth
  const connection = new CentreConnection(
    certificateEntrance,
    { ca: await readCa(config.caFile), cert, key },
    { proxy: await proxyOf(config.proxy), paces: pacesOf(() => bandwidth) },
  )
  const { signal } = new AbortController()
  const path = join(network.folder, 'IM1')
  const bytes = ctSlice({ study: 1, instance: 1, pixelBytes: 1_000_000 })
  await writeFile(path, bytes)
  let began = performance.now()
  const upload = await createUpload(connection, 'IM1', bytes.length)
  assert.equal(await continueUpload(connection, upload, wholeFile(path, bytes.length), signal), 'complete')
  assert.ok(performance.now() - began > 850)
  const { id } = await connection.call<{ id: string }>({
    method: 'POST',
    path: '/api/messages',
    json: { recipients: [INSTITUTIONS.hornicka.id], uploads: [upload.split('/').at(-1)] },
  })
  await network.as('sender').until(id, 'delivered')
  began = performance.now()
  await downloadPackage(connection, id, new GrowingFile(join(network.folder, 'package')), signal)
  assert.ok(performance.now() - began > 350)
  connection.close()
})

test('a node enrols and sends through the proxy, and has no other way', async () => {
  await hospital.startAndReach()
  const path = join(network.folder, 'sent.dcm')
  await writeFile(path, ctSlice({ study: 2, instance: 1 }))
  await run('storescu', ['-aet', 'PACS', '-aec', 'HORNICKA', '127.0.0.1', String(hospital.dicomPort), path])
  await until('it is delivered', async () => (await hospital.state())?.outgoing[0]?.state === 'delivered')
  const { portal, certificateEntrance } = network.config
  const [enrolled, talked] = [portal, certificateEntrance].map(({ publicUrl }) => new URL(publicUrl).host)
  assert.deepEqual(new Set(proxy.tunnels), new Set([enrolled, talked]))
  await proxy.close()
  await until('the centre is not reached', async () => (await hospital.state())?.centre.isReached === false)
})
