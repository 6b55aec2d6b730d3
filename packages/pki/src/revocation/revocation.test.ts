/** Revocation over real HTTP: lists and answers made by the OpenSSL command line. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readCertificate } from '../certificate/certificate.ts'
import { checkPersonalCertificate } from '../check.ts'
import { readAuthority } from '../path/authority.ts'
import {
  type CrlWish,
  type Made,
  minutes,
  type OcspWish,
  OpensslAuthority,
  PERSONAL,
  RESPONDER,
} from '../testing/openssl-authority.ts'
import { RevocationChecker } from './checker.ts'
import { type Fetch, httpFetch } from './fetch.ts'
import type { RevocationPolicy } from './policy.ts'

const folder = await mkdtemp(join(tmpdir(), 'epacs-revocation-'))
const root = await OpensslAuthority.make(folder, 'Kořenová')
const rsa = await OpensslAuthority.make(folder, 'S klíčem RSA', { newKey: 'rsa:2048' })
const namesake = await OpensslAuthority.make(folder, 'Kořenová')
const stranger = await OpensslAuthority.make(folder, 'Cizí')

type Served = () => Promise<Buffer | number> | Buffer | number
const served = new Map<string, (body: Buffer) => ReturnType<Served>>()
const asked: string[] = []
const server = createServer(async (request, response) => {
  const path = request.url ?? ''
  asked.push(path)
  const answer = (await served.get(path)?.(await bodyOf(request))) ?? 404
  if (typeof answer === 'number') response.writeHead(answer, { location: '/elsewhere' }).end()
  else response.end(answer)
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('no port')
const base = `http://127.0.0.1:${address.port}`
after(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** OpenSSL makes each answer while it is waited for: that takes its time on a busy machine. */
const loopback = { hosts: [], privateNetworks: ['127.0.0.0/8'], timeoutMs: 60_000, mostBytes: 4_000_000 }
const realFetch = httpFetch(loopback)
const impatientFetch = httpFetch({ ...loopback, timeoutMs: 500 })

let count = 0
const crlAt = (path: string) => `crlDistributionPoints=URI:${base}${path}`
const ocspAt = (path: string) => `authorityInfoAccess=OCSP;URI:${base}${path}`

/** A person whose certificate names a list of its own, made as wished. */
async function listed(authority: OpensslAuthority, wish: CrlWish = {}, more: readonly string[] = []) {
  const path = `/${count++}.crl`
  const person = await authority.issue('Osoba', { extensions: [...PERSONAL, crlAt(path), ...more] })
  served.set(path, () => authority.crl(wish))
  return { person, path, authority }
}

async function answered(authority: OpensslAuthority, wish: OcspWish = {}, more: readonly string[] = []) {
  const path = `/${count++}.ocsp`
  const person = await authority.issue('Osoba', { extensions: [...PERSONAL, ocspAt(path), ...more] })
  served.set(path, (body) => authority.answer(body, wish))
  return { person, path, authority }
}

interface Judged {
  readonly person: Made
  readonly authority: OpensslAuthority
}

function openChecker(fetch: Fetch = realFetch) {
  const kept = new Map<string, { der: Uint8Array; fetchedAt: Date }>()
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  const checker = new RevocationChecker({
    fetch,
    clock,
    store: {
      load: async (url) => kept.get(url),
      save: async (url, der, fetchedAt) => void kept.set(url, { der, fetchedAt }),
    },
    refreshListsMs: 3_600_000,
    refreshAnswersMs: 300_000,
  })
  return { checker, kept, clock, setAhead: (ms: number) => (ahead = ms) }
}

async function statusOf({ person, authority }: Judged, { checker } = openChecker()) {
  const [certificate, issuer] = [person, authority.own].map((each) => readCertificate(each.certificatePem))
  assert.ok(certificate && issuer)
  const status = await checker.statusOf(certificate, issuer)
  return status.status === 'unlearnt' ? status.faults.map(({ fault }) => fault).join() : status.status
}

async function verdict({ person, authority }: Judged, policy: RevocationPolicy = 'hard-fail') {
  const { checker, clock } = openChecker()
  const authorities = [{ id: 'dca', ...readAuthority(authority.own.certificatePem, clock()) }]
  const surroundings = { authorities, revocation: checker, policy, at: clock() }
  const check = await checkPersonalCertificate({ certificate: person.certificatePem }, surroundings)
  return check.ok ? 'ok' : `${check.problem}: ${check.reason}`
}

test('on a list or not: the certificate counts until it is revoked', async () => {
  for (const authority of [root, rsa]) {
    const one = await listed(authority)
    assert.equal(await verdict(one), 'ok')
    await authority.revoke(one.person)
    assert.equal(await verdict(one), 'revoked-certificate: revoked')
    assert.equal(await verdict(one, 'soft-fail'), 'revoked-certificate: revoked')
    const other = await listed(authority)
    assert.equal(await verdict(other), 'ok')
  }
})

for (const [what, fault, wish] of [
  ['has expired', 'expired', { lastUpdate: minutes(-120), nextUpdate: minutes(-1) }],
  ['is from the future', 'not-yet-valid', { lastUpdate: minutes(30), nextUpdate: minutes(60) }],
  ['was signed by a namesake', 'forged', { signedBy: namesake }],
  ['is somebody else’s', 'wrong-issuer', { signedBy: stranger }],
  ['is signed with SHA-1', 'weak-signature', { digest: 'sha1' }],
  ['holds changes only', 'delta-list', { extensions: ['2.5.29.27=critical,DER:020101'] }],
  [
    'holds the certificates of other issuers',
    'indirect-list',
    { extensions: ['issuingDistributionPoint=critical,@idp', '[idp]', 'indirectCRL=TRUE'] },
  ],
  [
    'holds only authorities',
    'partial-list',
    { extensions: ['issuingDistributionPoint=critical,@idp', '[idp]', 'onlyCA=TRUE'] },
  ],
  [
    'holds only some reasons',
    'partial-list',
    { extensions: ['issuingDistributionPoint=critical,@idp', '[idp]', 'onlysomereasons=keyCompromise'] },
  ],
  [
    'belongs to another address',
    'wrong-distribution-point',
    {
      extensions: [
        'issuingDistributionPoint=critical,@idp',
        '[idp]',
        'fullname=URI:http://elsewhere.example/x.crl',
      ],
    },
  ],
  [
    'has an extension nobody knows',
    'unknown-critical-extension',
    { extensions: ['1.2.3.4=critical,DER:0500'] },
  ],
] as const) {
  test(`a list that ${what} tells nothing: ${fault}`, async () => {
    const one = await listed(root, wish)
    assert.equal(await statusOf(one), fault)
    assert.equal(await verdict(one), `revocation-unknown: ${fault}`)
    assert.equal(await verdict(one, 'soft-fail'), 'ok')
  })
}

test('a list of users only is whole enough for users', async () => {
  const one = await listed(root, {
    extensions: ['issuingDistributionPoint=critical,@idp', '[idp]', 'onlyuser=TRUE'],
  })
  assert.equal(await statusOf(one), 'good')
})

for (const [what, fault, serve] of [
  ['is not there', 'unreachable', () => 404],
  ['is behind a redirect', 'unreachable', () => 302],
  ['is a web page', 'malformed', () => Buffer.from('<!doctype html><title>Moved</title>')],
  ['is cut short', 'malformed', async () => (await root.crl()).subarray(0, 100)],
  ['is too large', 'too-large', () => Buffer.alloc(5_000_000)],
] as [string, string, Served][]) {
  test(`a list that ${what}: ${fault}`, async () => {
    const one = await listed(root)
    served.set(one.path, serve)
    assert.equal(await statusOf(one), fault)
  })
}

test('a list that never comes is waited for as long as was said: unreachable', async () => {
  const one = await listed(root)
  served.set(one.path, () => new Promise<Buffer>(() => undefined))
  assert.equal(await statusOf(one, openChecker(impatientFetch)), 'unreachable')
})

test('a changed byte anywhere in a list is noticed', async () => {
  const one = await listed(root)
  await root.revoke(one.person)
  const good = await root.crl()
  for (let offset = 4; offset < good.length; offset += 7) {
    const bad = Buffer.from(good)
    bad.writeUInt8(bad.readUInt8(offset) ^ 0x20, offset)
    served.set(one.path, () => bad)
    assert.notEqual(await statusOf(one), 'good', `offset ${offset}`)
  }
})

test('in a list of 50,000 the one entry is found in a moment', async () => {
  const big = await OpensslAuthority.make(folder, 'Velká')
  const person = await big.issue('Osoba', { extensions: [...PERSONAL, crlAt('/big.crl')] })
  await big.revoke(person)
  await big.addRevoked(50_000)
  const list = await big.crl()
  served.set('/big.crl', () => list)
  // Of the processor: other programs do not add to it.
  const before = process.cpuUsage()
  assert.equal(await statusOf({ person, authority: big }), 'revoked')
  assert.ok(process.cpuUsage(before).user < 1_500_000)
  assert.equal(
    await statusOf({
      person: await big.issue('Osoba', { extensions: [...PERSONAL, crlAt('/big.crl')] }),
      authority: big,
    }),
    'good',
  )
})

test('a certificate that names no source', async () => {
  const one = { person: await root.issue('Osoba'), authority: root }
  assert.equal(await statusOf(one), 'no-address')
  assert.equal(await verdict(one), 'revocation-unknown: no-address')
  assert.equal(await verdict(one, 'soft-fail'), 'ok')
})

test('addresses with TLS are passed over, the next one is asked', async () => {
  const path = `/${count++}.crl`
  const extensions = [
    ...PERSONAL,
    `crlDistributionPoints=URI:https://127.0.0.1:1/x,URI:ldap://127.0.0.1/x,URI:${base}${path}`,
  ]
  const one = { person: await root.issue('Osoba', { extensions }), authority: root }
  served.set(path, () => root.crl())
  assert.equal(await statusOf(one), 'good')
  served.set(path, () => 500)
  assert.equal(await statusOf(one), 'unreachable,address-refused,address-refused')
})

test('a list is fetched once for many, and again before it ends', async () => {
  const opened = openChecker()
  const one = await listed(root, { lastUpdate: minutes(-10), nextUpdate: minutes(90) })
  const fetches = () => asked.filter((path) => path === one.path).length
  await Promise.all(Array.from({ length: 20 }, () => statusOf(one, opened)))
  assert.equal(fetches(), 1)
  opened.setAhead(50 * 60_000)
  assert.deepEqual(await opened.checker.refreshLists(), [])
  assert.equal(fetches(), 1)
  opened.setAhead(61 * 60_000)
  assert.deepEqual(await opened.checker.refreshLists(), [])
  assert.equal(fetches(), 2)
})

test('when the newer list cannot be had the last one counts to its end, also in the next process', async () => {
  const opened = openChecker()
  const one = await listed(root, { nextUpdate: minutes(180) })
  assert.equal(await statusOf(one, opened), 'good')
  served.set(one.path, () => 503)
  const next = openChecker()
  for (const [url, list] of opened.kept) next.kept.set(url, list)
  for (const { setAhead, checker } of [opened, next]) {
    setAhead(120 * 60_000)
    assert.equal(await statusOf(one, { checker } as typeof opened), 'good')
  }
  assert.deepEqual(await opened.checker.refreshLists(), [{ url: `${base}${one.path}`, fault: 'unreachable' }])
  opened.setAhead(181 * 60_000)
  assert.equal(await statusOf(one, opened), 'unreachable')
})

test('an older list does not take the place of a newer one', async () => {
  const opened = openChecker()
  const one = await listed(root, { lastUpdate: minutes(-30), nextUpdate: minutes(600) })
  const before = await root.crl({ lastUpdate: minutes(-60), nextUpdate: minutes(600) })
  await root.revoke(one.person)
  assert.equal(await statusOf(one, opened), 'revoked')
  served.set(one.path, () => before)
  opened.setAhead(61 * 60_000)
  await opened.checker.refreshLists()
  assert.equal(await statusOf(one, opened), 'revoked')
})

test('OCSP: good, revoked, and unknown, where the list decides', async () => {
  const one = await answered(root)
  assert.equal(await verdict(one), 'ok')
  await root.revoke(one.person)
  assert.equal(await verdict(one), 'revoked-certificate: revoked')
  const unknown = await answered(root, { index: '' })
  assert.equal(await verdict(unknown), 'revocation-unknown: status-unknown')
  assert.equal(await verdict(unknown, 'soft-fail'), 'ok')
  const path = `/${count++}.crl`
  served.set(path, () => root.crl())
  assert.equal(await statusOf(await answered(root, { index: '' }, [crlAt(path)])), 'good')
})

test('OCSP: a responder that the authority has appointed may answer, others may not', async () => {
  const appointed = await root.issue('Responder', { extensions: RESPONDER })
  assert.equal(await statusOf(await answered(root, { signer: appointed })), 'good')
  const signedByRsa = await root.issue('Responder', { extensions: RESPONDER, newKey: 'rsa:2048' })
  assert.equal(await statusOf(await answered(root, { signer: signedByRsa })), 'good')
  const refused = [
    await root.issue('Osoba'),
    await stranger.issue('Responder', { extensions: RESPONDER }),
    await namesake.issue('Responder', { extensions: RESPONDER }),
    await root.issue('Responder', { extensions: RESPONDER, notBefore: minutes(-90), notAfter: minutes(-60) }),
    await root.issue('Responder', { extensions: RESPONDER, newKey: 'rsa:1024' }),
    stranger.own,
  ]
  for (const signer of refused) {
    assert.equal(await statusOf(await answered(root, { signer })), 'responder-not-authorised')
  }
  assert.equal(await statusOf(await answered(root, { signer: namesake.own })), 'forged')
  assert.equal(await statusOf(await answered(root, { digest: 'sha1' })), 'weak-signature')
})

test('OCSP: a responder whose certificate does not excuse it is itself looked for on the list', async () => {
  const path = `/${count++}.crl`
  served.set(path, () => root.crl())
  const extensions = [...RESPONDER.filter((line) => !line.startsWith('noCheck')), crlAt(path)]
  const signer = await root.issue('Responder', { extensions })
  assert.equal(await statusOf(await answered(root, { signer })), 'good')
  await root.revoke(signer)
  assert.equal(await statusOf(await answered(root, { signer })), 'responder-revocation-unknown')
  const unlisted = await root.issue('Responder', { extensions: extensions.slice(0, -1) })
  assert.equal(await statusOf(await answered(root, { signer: unlisted })), 'responder-revocation-unknown')
})

test('OCSP: stale, replayed, forged, about somebody else, no answer at all', async () => {
  const one = await answered(root, { minutes: 20 })
  const answers: Buffer[] = []
  served.set(one.path, async (body) => {
    const answer = await root.answer(body, { minutes: 20 })
    answers.push(answer)
    return answer
  })
  assert.equal(await statusOf(one), 'good')
  const [first] = answers
  assert.ok(first)
  served.set(one.path, () => first)
  assert.equal(await statusOf(one), 'wrong-nonce', 'replayed')
  served.set(one.path, () => Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x06]))
  assert.equal(await statusOf(one), 'responder-refused')
  served.set(one.path, () => Buffer.from('hello'))
  assert.equal(await statusOf(one), 'malformed')
  served.set(one.path, () => 500)
  assert.equal(await statusOf(one), 'unreachable')
  const other = await answered(root)
  const opened = openChecker(async () => await root.answer(await root.question(other.person)))
  assert.equal(await statusOf(one, opened), 'wrong-certificate')
})

test('OCSP: a changed byte anywhere in an answer is noticed', async () => {
  const one = await answered(root)
  await root.revoke(one.person)
  const revoked = await root.answer(await root.question(one.person))
  for (let offset = 0; offset < revoked.length; offset += 3) {
    const bad = Buffer.from(revoked)
    bad.writeUInt8(bad.readUInt8(offset) ^ 1, offset)
    assert.notEqual(
      await statusOf(
        one,
        openChecker(async () => bad),
      ),
      'good',
      `offset ${offset}`,
    )
  }
})

test('OCSP: answers without a nonce count while they are fresh', async () => {
  const one = await answered(root)
  const at = (ahead: number, valid?: number) => {
    const opened = openChecker(async () => {
      return await root.answer(await root.question(one.person), valid === undefined ? {} : { minutes: valid })
    })
    opened.setAhead(ahead * 60_000)
    return statusOf(one, opened)
  }
  assert.equal(await at(0), 'good')
  assert.equal(await at(0, 60), 'good')
  assert.equal(await at(50, 60), 'good')
  assert.equal(await at(70, 60), 'expired')
  assert.equal(await at(20), 'expired')
  assert.equal(await at(-20), 'not-yet-valid')
})

test('OCSP: a good answer is remembered for some minutes, a bad one is not', async () => {
  const opened = openChecker()
  const one = await answered(root, { minutes: 60 })
  const questions = () => asked.filter((path) => path === one.path).length
  for (let times = 0; times < 3; times++) assert.equal(await statusOf(one, opened), 'good')
  assert.equal(questions(), 1)
  await root.revoke(one.person)
  opened.setAhead(301_000)
  assert.equal(await statusOf(one, opened), 'revoked')
  assert.equal(questions(), 2)
})

test('an intermediate that was revoked takes all below it with it', async () => {
  served.set('/issuing.crl', () => root.crl())
  const issuing = await root.below(folder, 'Vydávající', {
    extensions: [
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,keyCertSign,cRLSign',
      crlAt('/issuing.crl'),
    ],
  })
  const { person } = await listed(issuing)
  const pem = root.own.certificatePem + issuing.own.certificatePem
  const check = async () => {
    const { checker, clock } = openChecker()
    const authorities = [{ id: 'dca', ...readAuthority(pem, clock()) }]
    const surroundings = { authorities, revocation: checker, policy: 'hard-fail', at: clock() } as const
    const { ok, ...rest } = await checkPersonalCertificate(
      { certificate: person.certificatePem },
      surroundings,
    )
    return ok || rest
  }
  assert.equal(await check(), true)
  await root.revoke(issuing.own)
  assert.notEqual(await check(), true)
})

test('nothing is asked for a certificate of nobody accepted', async () => {
  const one = await listed(stranger)
  const { checker, clock } = openChecker()
  const authorities = [{ id: 'dca', ...readAuthority(root.own.certificatePem, clock()) }]
  const surroundings = { authorities, revocation: checker, policy: 'hard-fail', at: clock() } as const
  const check = await checkPersonalCertificate({ certificate: one.person.certificatePem }, surroundings)
  assert.equal(check.ok, false)
  assert.ok(!asked.includes(one.path))
})
