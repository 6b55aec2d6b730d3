/** TLS within the hospitals: DCMTK's programs as callers and as station, Orthanc as a PACS that wants certificates. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { connect } from 'node:tls'
import {
  Acceptor,
  type Commitment,
  hashedPassword,
  requestAssociation,
  requestCommitment,
  STORAGE_COMMITMENT,
} from '@epacs/dicom/network'
import { startOrthanc } from '../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../packages/dicom/src/network/testing/part10.ts'
import { run, serve } from '../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'
import { LANGUAGES } from './page/languages.ts'
import { Hospital } from './testing/hospital.ts'

const SLICES = [1, 2, 3].map((instance) => ctSlice({ study: 1, instance, pixelBytes: 300_000 }))
const STUDY = '1.2.826.0.1.3680043.10.1234.1'

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let sendingPort: number
let receivingPort: number
let orthancPort: number
let stationPort: number
let archivePort: number
let pagePorts: readonly number[]
const file = (name: string) => join(network.folder, name)
before(async () => {
  network = await TestNetwork.start()
  await Promise.all(['node', 'pacs', 'station'].map((name) => network.issueBoth(name, name)))
  ;[sendingPort, receivingPort, orthancPort, stationPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ]
  archivePort = await freePort()
  pagePorts = [await freePort(), await freePort()]
  const [byPasscode = 0, byCertificate = 0] = pagePorts
  const own = { certificateFile: file('node.pem'), keyFile: file('node-key.pem') }
  const mutual = { ...own, clientCaFile: file('ca.pem') }
  const toPeer = { ...own, caFile: file('ca.pem') }
  sending = await Hospital.enrol(network, 'caslav', {
    page: {
      listen: {
        ...own,
        ...{ host: '127.0.0.1', port: byPasscode },
        users: [{ name: 'Jana', passwordHash: await hashedPassword('heslo') }],
      },
    },
    // Without TLS nobody is listened to.
    dicom: {
      ...{ port: null, tlsPort: sendingPort, tls: own },
      callers: [
        { aeTitle: 'PACS', addresses: ['127.0.0.1'] },
        {
          aeTitle: 'ARCHIVE',
          addresses: ['127.0.0.1'],
          // Beside node.yaml, which has a folder of its own.
          commitment: {
            reportTo: { host: 'localhost', port: archivePort, tls: { ...toPeer, caFile: '../ca.pem' } },
          },
        },
      ],
    },
  })
  receiving = await Hospital.enrol(network, 'hornicka', {
    page: {
      listen: { ...mutual, host: '127.0.0.1', port: byCertificate, administrators: ['station'] },
    },
    dicom: { tlsPort: receivingPort, tls: mutual },
    pacs: { host: 'localhost', port: orthancPort, aeTitle: 'ORTHANC', commitment: true, tls: toPeer },
    query: {
      aeTitle: 'HELD',
      callers: [{ aeTitle: 'STATION', addresses: ['127.0.0.1'] }],
      destinations: [
        { aeTitle: 'STATION', host: '127.0.0.1', port: stationPort, tls: toPeer },
        { aeTitle: 'MISTAKEN', host: '127.0.0.1', port: stationPort },
        {
          ...{ aeTitle: 'STRANGE', host: '127.0.0.1', port: stationPort },
          tls: { ...toPeer, serverName: 'other.example' },
        },
      ],
    },
  })
  await Promise.all([sending.startAndReach(), receiving.startAndReach()])
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill()])
  await network?.remove()
})

const withCertificate = () => ['+tls', file('station-key.pem'), file('station.pem'), '+cf', file('ca.pem')]
const withoutCertificate = () => ['+tla', '+cf', file('ca.pem')]

/** Debian's movescu and getscu speak no TLS: what stunnel would do for them. @returns its port */
async function tunnelTo(t: TestContext, port: number): Promise<string> {
  const [key, cert, ca] = await Promise.all(
    ['station-key.pem', 'station.pem', 'ca.pem'].map((name) => readFile(file(name))),
  )
  const server = createServer((socket) => {
    const secure = connect({ port, host: '127.0.0.1', key, cert, ca })
    const end = () => {
      socket.destroy()
      secure.destroy()
    }
    for (const each of [socket, secure]) each.on('error', end).on('close', end)
    socket.pipe(secure).pipe(socket)
  })
  t.after(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return String(address.port)
}

const hashes = (files: readonly Uint8Array[]) =>
  files.map((each) =>
    createHash('sha256')
      .update(storedObject(each)?.dataSet ?? '')
      .digest('hex'),
  )

test('a study goes over TLS from storescu to an Orthanc that wants a certificate, and is committed', async (t) => {
  const tls = {
    DicomTlsEnabled: true,
    DicomTlsCertificate: file('pacs.pem'),
    DicomTlsPrivateKey: file('pacs-key.pem'),
    DicomTlsTrustedCertificates: file('ca.pem'),
    DicomTlsRemoteCertificateRequired: true,
    // It reports on an association of its own, over TLS as well.
    DicomModalities: {
      epacs: {
        ...{ AET: 'EPACS_NODE', Host: 'localhost', Port: receivingPort },
        ...{ AllowStorageCommitment: true, UseDicomTls: true },
      },
    },
  }
  const orthanc = await startOrthanc(t, receivingPort, { DicomAet: 'ORTHANC', ...tls }, orthancPort)
  const paths = await Promise.all(
    SLICES.map(async (slice, index) => {
      await writeFile(file(`slice-${index}.dcm`), slice)
      return file(`slice-${index}.dcm`)
    }),
  )
  const calling = ['-aet', 'PACS', '-aec', 'HORNICKA', '127.0.0.1', String(sendingPort)]
  await assert.rejects(run('storescu', [...calling, ...paths]), /storescu/)
  await run('storescu', [...withoutCertificate(), ...calling, ...paths])
  const sent = async () => (await network.as('sender').get('/api/messages?box=sent')).json.items
  await until('it is committed', async () => (await sent())[0]?.deliveries[0]?.status === 'committed')
  const ids = await orthanc.rest<readonly string[]>('/instances')
  const there = await Promise.all(ids.map((id) => orthanc.file(id)))
  assert.deepEqual(hashes(there).toSorted(), hashes(SLICES).toSorted())
})

test('a caller that asks for commitment is told over TLS, where it wants a certificate', async () => {
  const [key, cert, ca] = await Promise.all(
    ['station-key.pem', 'station.pem', 'ca.pem'].map((name) => readFile(file(name))),
  )
  assert.ok(key && cert && ca)
  const told: Commitment[] = []
  const archive = await Acceptor.listen({
    ...{ host: 'localhost', port: archivePort, tls: { key, cert, ca } },
    admit: () => ({
      services: {
        async committed(result) {
          told.push(result)
          return { status: 0 }
        },
      },
    }),
  })
  try {
    const association = await requestAssociation({
      ...{ host: 'localhost', port: sendingPort, tls: { ca } },
      ...{ callingAeTitle: 'ARCHIVE', calledAeTitle: 'HORNICKA' },
      contexts: [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: ['1.2.840.10008.1.2'] }],
    })
    const instances = [{ sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '1.2.3' }]
    const request = { transactionUid: '2.25.1', instances }
    assert.equal((await requestCommitment(association, request)).status, 0)
    await association.release()
    await until('it is told', () => told.length > 0)
  } finally {
    await archive.close()
  }
  assert.deepEqual(
    told[0]?.failed.map(({ reason }) => reason),
    [0x0112],
  )
})

test('who has no certificate is not let in where one is wanted; who has one finds, gets and moves over TLS', async (t) => {
  const node = ['-aet', 'STATION', '-aec', 'HELD', '127.0.0.1', String(receivingPort)]
  const keys = ['-S', '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${STUDY}`]
  await assert.rejects(run('findscu', [...withoutCertificate(), ...keys, ...node]))
  const finding = ['findscu', [...withCertificate(), ...keys, '-k', 'PatientName', ...node]] as const
  assert.match(await run(...finding), new RegExp(STUDY.replaceAll('.', '\\.')))

  const [moved, got] = [file('moved'), file('got')]
  await Promise.all([mkdir(moved), mkdir(got)])
  const station = ['-rc', '+B', '-od', moved, ...withCertificate(), String(stationPort)]
  await serve(t, 'storescp', station, [stationPort])
  const tunnel = await tunnelTo(t, receivingPort)
  const throughTunnel = ['-aet', 'STATION', '-aec', 'HELD', '127.0.0.1', tunnel]
  const move = async (to: string) => await run('movescu', ['-v', ...keys, '-aem', to, ...throughTunnel])
  await assert.rejects(move('MISTAKEN'))
  await assert.rejects(move('STRANGE'))
  assert.deepEqual(await readdir(moved), [])
  await move('STATION')
  await run('getscu', ['+B', '-od', got, ...keys, ...throughTunnel])
  for (const folder of [moved, got]) {
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
    assert.deepEqual(hashes(files).toSorted(), hashes(SLICES).toSorted(), folder)
  }
})

test('a renewed certificate is shown after a reload; one that does not fit its key is told, and changes nothing', async () => {
  const shown = async () => {
    const socket = connect({ port: sendingPort, host: '127.0.0.1', rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const { fingerprint256 } = socket.getPeerCertificate()
    socket.destroy()
    return fingerprint256
  }
  const before = await shown()
  const key = await readFile(file('node-key.pem'))
  await writeFile(file('node-key.pem'), await readFile(file('pacs-key.pem')))
  assert.equal(await sending.command('reload'), 422)
  assert.match((await sending.state())?.config.fault ?? '', /^dicom\.tls: key, certificate/)
  assert.equal(await shown(), before)
  await writeFile(file('node-key.pem'), key)
  await network.issueBoth('node')
  assert.equal(await sending.command('reload'), 200)
  await until('the new one is shown', async () => (await shown()) !== before)
})

test('only TLS 1.2 and later is spoken', async () => {
  const options = ['-connect', `127.0.0.1:${sendingPort}`, '-cipher', 'ALL:@SECLEVEL=0']
  await assert.rejects(run('openssl', ['s_client', ...options, '-tls1_1']))
  await assert.rejects(
    run('openssl', ['s_client', ...options.slice(0, 2), '-tls1_2', '-cipher', 'AES128-SHA256']),
  )
})

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  /** Whose certificate is shown. */
  readonly as?: string
}

const OWN = { 'x-epacs-node': '1' }

/** Of the page over TLS. */
async function page(
  port: number | undefined,
  path: string,
  { method = 'GET', headers, body, as }: Asked = {},
) {
  const shown =
    as === undefined
      ? {}
      : { cert: await readFile(file(`${as}.pem`)), key: await readFile(file(`${as}-key.pem`)) }
  const asked = request({
    ...{ host: 'localhost', family: 4, port, path, method, ...shown, agent: false },
    headers: headers ?? {},
    ca: await readFile(file('ca.pem')),
  })
  asked.end(body)
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return {
    status: response.statusCode,
    text,
    location: response.headers.location,
    cookies: response.headers['set-cookie'],
  }
}

test('the page over TLS lets in who signs in, for as long as the session is, and obeys no page elsewhere', async () => {
  const [port] = pagePorts
  assert.deepEqual([(await page(port, '/')).status, (await page(port, '/')).location], [303, '/sign-in'])
  assert.match((await page(port, '/sign-in')).text, /Passcode/)
  for (const language of LANGUAGES) {
    const { text } = await page(port, '/sign-in', { headers: { 'accept-language': language } })
    assert.match(text, new RegExp(`lang="${language}"`))
    // Without its words the page lets nobody in.
    for (const needed of [`/words-${language}.json`, '/words.js', '/sign-in.js', '/page.css'])
      assert.equal((await page(port, needed)).status, 200, needed)
  }
  for (const path of ['/api/state', '/api/log?level=30', '/api/decisions'])
    assert.equal((await page(port, path, { headers: OWN })).status, 401)
  assert.equal((await page(port, '/api/retry', { method: 'POST', headers: OWN })).status, 401)

  const signIn = async (name: string, password: string, headers: Record<string, string> = OWN) =>
    await page(port, '/api/sign-in', { method: 'POST', headers, body: JSON.stringify({ name, password }) })
  assert.equal((await signIn('Jana', 'heslo', {})).status, 403)
  assert.equal((await signIn('Jana', 'jiné')).status, 403)
  assert.equal((await signIn('Nikdo', 'heslo')).status, 403)
  const signedIn = await signIn('Jana', 'heslo')
  const [cookie = ''] = signedIn.cookies ?? []
  assert.equal(signedIn.status, 204)
  assert.match(cookie, /^__Host-epacs-node=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/)

  const session = { cookie: cookie.split(';')[0] ?? '' }
  const state = JSON.parse((await page(port, '/api/state', { headers: session })).text)
  assert.deepEqual(state.administrator, { name: 'Jana', isSession: true })
  const retry = async (headers: Record<string, string>) =>
    (await page(port, '/api/retry', { method: 'POST', headers })).status
  assert.equal(await retry(session), 403)
  assert.equal(await retry({ ...session, ...OWN, origin: 'https://elsewhere.example' }), 403)
  assert.equal(await retry({ ...session, ...OWN, 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await retry({ ...session, ...OWN, origin: `https://localhost:${port}` }), 204)

  assert.equal(
    (await page(port, '/api/sign-out', { method: 'POST', headers: { ...session, ...OWN } })).status,
    204,
  )
  assert.equal((await page(port, '/api/state', { headers: session })).status, 401)
  // It guesses no longer, not even with the right one.
  for (let attempt = 0; attempt < 5; attempt++) await signIn('Jana', `${attempt}`)
  assert.equal((await signIn('Jana', 'heslo')).status, 429)
})

test('with certificates the page over TLS lets in named administrators alone', async () => {
  const [, port] = pagePorts
  const state = JSON.parse((await page(port, '/api/state', { as: 'station' })).text)
  assert.deepEqual(state.administrator, { name: 'station', isSession: false })
  assert.equal((await page(port, '/api/state', { as: 'pacs' })).status, 403)
  await assert.rejects(page(port, '/api/state'))
})
