/** The matrix of personal certificates, all made by the OpenSSL command line. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  authorityExtensions,
  type Made,
  minutes,
  OpensslAuthority,
  PERSONAL,
} from '../testing/openssl-authority.ts'
import { readAuthority } from './authority.ts'
import { findPath } from './find-path.ts'

const folder = await mkdtemp(join(tmpdir(), 'epacs-path-'))
after(() => rm(folder, { recursive: true, force: true }))

const DAY = 24 * 60
const root = await OpensslAuthority.make(folder, 'Kořenová')
const namesake = await OpensslAuthority.make(folder, 'Kořenová')
const issuing = await root.below(folder, 'Vydávající')
const branch = await issuing.below(folder, 'Pobočka')
const narrow = await root.below(folder, 'Jen jedna úroveň', { extensions: authorityExtensions(0) })
const belowNarrow = await narrow.below(folder, 'O úroveň níž')
const mailOnly = await root.below(folder, 'Jen pošta', {
  extensions: [...authorityExtensions(), 'extendedKeyUsage=emailProtection'],
})
const constrained = await root.below(folder, 'Omezená', {
  extensions: [...authorityExtensions(), 'nameConstraints=critical,permitted;email:example.cz'],
})
const past = await root.below(folder, 'Prošlá', { notBefore: minutes(-9 * DAY), notAfter: minutes(-DAY) })
const listsOnly = await root.below(folder, 'Jen seznamy', {
  extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign'],
})
const noAuthority = await root.issue('Osoba')

const accepted = (pem: string) => [{ id: 'dca', ...readAuthority(pem, new Date()) }]
const verdict = (
  made: Made,
  sent: readonly OpensslAuthority[] = [],
  at = new Date(),
  pem = root.own.certificatePem,
) => {
  const intermediates = sent.map(({ own }) => own.certificatePem)
  const found = findPath({ certificate: made.certificatePem, intermediates }, accepted(pem), at)
  return found.ok ? found.path.length : `${found.problem}: ${found.reason}`
}

const withUsage = (...lines: string[]) => ['basicConstraints=critical,CA:FALSE', ...lines]

test('a personal certificate that the authority itself has issued', async () => {
  for (const newKey of ['ec:prime256v1', 'ec:secp384r1', 'rsa:2048', 'ed25519']) {
    assert.equal(verdict(await root.issue('Osoba', { newKey })), 2, newKey)
  }
})

test('through intermediates, sent along in any order or registered with the authority', async () => {
  const person = await branch.issue('Osoba')
  assert.equal(verdict(person, [branch, issuing]), 4)
  assert.equal(verdict(person, [issuing, namesake, branch]), 4)
  assert.equal(verdict(person, [branch]), 'untrusted-certificate: unknown-issuer')
  assert.equal(verdict(person), 'untrusted-certificate: unknown-issuer')
  const registered = [root, issuing, branch].map(({ own }) => own.certificatePem).join('')
  assert.equal(verdict(person, [], new Date(), registered), 4)
  assert.equal(
    verdict(person, [], new Date(), branch.own.certificatePem),
    2,
    'an intermediate may be the anchor',
  )
})

for (const [what, expected, make] of [
  [
    'has expired',
    'expired-certificate: expired',
    () => root.issue('x', { notBefore: minutes(-9 * DAY), notAfter: minutes(-1) }),
  ],
  [
    'is not valid yet',
    'expired-certificate: not-yet-valid',
    () => root.issue('x', { notBefore: minutes(DAY), notAfter: minutes(2 * DAY) }),
  ],
  [
    'is for servers',
    'wrong-certificate-purpose: extended-key-usage',
    () => root.issue('x', { extensions: withUsage('extendedKeyUsage=serverAuth') }),
  ],
  [
    'is for e-mail',
    'wrong-certificate-purpose: extended-key-usage',
    () => root.issue('x', { extensions: withUsage('extendedKeyUsage=emailProtection') }),
  ],
  [
    'says nothing of its purpose',
    'wrong-certificate-purpose: extended-key-usage',
    () => root.issue('x', { extensions: withUsage() }),
  ],
  [
    'may only encrypt',
    'wrong-certificate-purpose: key-usage',
    () =>
      root.issue('x', {
        extensions: withUsage('keyUsage=critical,keyEncipherment', 'extendedKeyUsage=clientAuth'),
      }),
  ],
  [
    'is an authority’s',
    'wrong-certificate-purpose: authority',
    () => root.issue('x', { extensions: [...authorityExtensions(), 'extendedKeyUsage=clientAuth'] }),
  ],
  [
    'comes from a namesake of the authority',
    'untrusted-certificate: unknown-issuer',
    () => namesake.issue('x'),
  ],
  [
    'has an RSA key of 1024 bits',
    'weak-certificate: weak-key',
    () => root.issue('x', { newKey: 'rsa:1024' }),
  ],
  [
    'has a curve of 192 bits',
    'weak-certificate: weak-key',
    () => root.issue('x', { newKey: 'ec:prime192v1' }),
  ],
  ['is signed with SHA-1', 'weak-certificate: weak-signature', () => root.issue('x', { digest: 'sha1' })],
  [
    'has an extension nobody knows',
    'untrusted-certificate: unknown-critical-extension',
    () => root.issue('x', { extensions: [...PERSONAL, '1.2.3.4=critical,DER:0500'] }),
  ],
] as const) {
  test(`one that ${what}: ${expected}`, async () => assert.equal(verdict(await make()), expected))
}

for (const [what, expected, issuer, sent] of [
  [
    'is too far from the authority',
    'untrusted-certificate: path-too-long',
    belowNarrow,
    [belowNarrow, narrow],
  ],
  [
    'has an issuer for other purposes',
    'wrong-certificate-purpose: issuer-for-other-purposes',
    mailOnly,
    [mailOnly],
  ],
  [
    'has an issuer that is limited to names',
    'untrusted-certificate: unknown-critical-extension',
    constrained,
    [constrained],
  ],
  ['has an issuer that has expired', 'expired-certificate: expired', past, [past]],
  ['has an issuer that may sign only lists', 'untrusted-certificate: unknown-issuer', listsOnly, [listsOnly]],
] as const) {
  test(`one that ${what}: ${expected}`, async () => {
    assert.equal(verdict(await issuer.issue('x'), sent), expected)
  })
}

test('one level below an authority of path length 0 is allowed', async () => {
  assert.equal(verdict(await narrow.issue('x'), [narrow]), 3)
})

test('a person cannot issue certificates', async () => {
  const { certFile, keyFile, certificatePem } = noAuthority
  const { openssl } = await import('../testing/openssl-authority.ts')
  await openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${folder}/f.key`,
    '-subj',
    '/CN=f',
    '-out',
    `${folder}/f.csr`,
  )
  await openssl(
    'x509',
    '-req',
    '-in',
    `${folder}/f.csr`,
    '-CA',
    certFile,
    '-CAkey',
    keyFile,
    '-CAcreateserial',
    '-days',
    '9',
    '-out',
    `${folder}/f.pem`,
  )
  const { readFile } = await import('node:fs/promises')
  const forged = await readFile(`${folder}/f.pem`, 'utf8')
  const found = findPath(
    { certificate: forged, intermediates: [certificatePem] },
    accepted(root.own.certificatePem),
    new Date(Date.now() + 1000),
  )
  assert.equal(found.ok, false)
})

test('what time does to a good one', async () => {
  const person = await root.issue('x', { notAfter: minutes(60) })
  assert.equal(verdict(person), 2)
  assert.equal(verdict(person, [], minutes(61)), 'expired-certificate: expired')
  assert.equal(verdict(person, [], minutes(-2 * DAY)), 'expired-certificate: not-yet-valid')
})

test('a client that sends many namesakes does not keep the centre busy', async () => {
  const person = await branch.issue('x')
  const many = Array.from({ length: 5000 }, () => namesake.own.certificatePem)
  const before = process.cpuUsage()
  const found = findPath(
    { certificate: person.certificatePem, intermediates: many },
    accepted(root.own.certificatePem),
    new Date(),
  )
  assert.equal(found.ok, false)
  assert.ok(process.cpuUsage(before).user < 500_000)
})

test('what is no certificate is refused, not thrown', () => {
  const found = findPath({ certificate: 'hello' }, accepted(root.own.certificatePem), new Date())
  assert.deepEqual(found, { ok: false, problem: 'untrusted-certificate', reason: 'unreadable' })
})

test('certificates that cannot be an authority’s are not taken as such', () => {
  const codeOf = (pem: string, at = new Date()) => {
    try {
      readAuthority(pem, at)
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : String(error)
    }
    return 'taken'
  }
  assert.equal(codeOf(noAuthority.certificatePem), 'no-authority-certificate')
  assert.equal(codeOf(listsOnly.own.certificatePem), 'no-authority-certificate')
  assert.equal(codeOf(past.own.certificatePem), 'expired-authority')
  assert.match(String(codeOf('nothing')), /no certificate in PEM form/)
  assert.equal(codeOf(root.own.certificatePem + issuing.own.certificatePem), 'taken')
})
