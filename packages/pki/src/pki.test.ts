import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import {
  CertificateError,
  certificateFacts,
  checkPersonalCertificate,
  type Issued,
  issuePersonalCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
  toPkcs12,
} from './index.ts'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'epacs-pki-'))
after(() => rm(folder, { recursive: true, force: true }))

const now = new Date()
const years = (count: number) => new Date(now.getTime() + count * 365 * 86_400_000)
const validity = { notBefore: years(-0.01), notAfter: years(2) }
const authority = await makeAuthority({ commonName: 'Zkušební autorita', organization: 'ePACS', ...validity })
const stranger = await makeAuthority({ commonName: 'Zkušební autorita', organization: 'ePACS', ...validity })
const issuing = await makeAuthority({
  commonName: 'Vydávající',
  organization: 'ePACS',
  issuer: authority,
  ...validity,
})
const person = await issuePersonalCertificate(authority, {
  commonName: 'MUDr. Žofie Křížová',
  email: 'zofie@example.cz',
  subjectSerial: 'P12345',
  ...validity,
})

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const check = (
  issued: Issued,
  authorities: readonly Issued[],
  intermediates: readonly Issued[] = [],
  at = now,
) => {
  const result = checkPersonalCertificate(
    { certificate: issued.certificatePem, intermediates: intermediates.map((each) => each.certificatePem) },
    authorities.map((each) => new X509Certificate(each.certificatePem)),
    at,
  )
  return result.ok ? 'ok' : result.problem
}

test('OpenSSL verifies what we issue, for client and for server', async () => {
  const ca = await file('ca.pem', authority.certificatePem)
  const leaf = await file('person.pem', person.certificatePem)
  const server = await issueServerCertificate(authority, { ...LOCAL_NAMES, ...validity })
  const serverPath = await file('server.pem', server.certificatePem)
  await run('openssl', ['verify', '-x509_strict', '-CAfile', ca, '-purpose', 'sslclient', leaf])
  await run('openssl', [
    'verify',
    '-x509_strict',
    '-CAfile',
    ca,
    '-purpose',
    'sslserver',
    '-verify_hostname',
    'localhost',
    serverPath,
  ])
  await run('openssl', [
    'verify',
    '-x509_strict',
    '-CAfile',
    ca,
    '-purpose',
    'sslserver',
    '-verify_ip',
    '::1',
    serverPath,
  ])
  await assert.rejects(run('openssl', ['verify', '-CAfile', ca, '-purpose', 'sslclient', serverPath]))
  const { stdout } = await run('openssl', [
    'x509',
    '-in',
    leaf,
    '-noout',
    '-subject',
    '-nameopt',
    'utf8,-esc_msb',
  ])
  assert.match(stdout, /MUDr\. Žofie Křížová/)
})

test('the facts are those that OpenSSL reads', async () => {
  const facts = certificateFacts(person.certificatePem)
  const path = await file('facts.pem', person.certificatePem)
  const { stdout } = await run('openssl', [
    'x509',
    '-in',
    path,
    '-noout',
    '-fingerprint',
    '-sha256',
    '-serial',
  ])
  assert.match(stdout.replaceAll(':', '').toLowerCase(), new RegExp(facts.fingerprintSha256))
  assert.match(stdout.toLowerCase(), new RegExp(facts.serialNumber))
  assert.equal(facts.commonName, 'MUDr. Žofie Křížová')
  assert.deepEqual(facts.emails, ['zofie@example.cz'])
  assert.equal(facts.isAuthority, false)
  assert.deepEqual(facts.extendedKeyUsages, ['1.3.6.1.5.5.7.3.2'])
  const spki = new X509Certificate(person.certificatePem).publicKey.export({ type: 'spki', format: 'der' })
  const { subtle } = globalThis.crypto
  assert.deepEqual(facts.subjectKeySha256, Buffer.from(await subtle.digest('SHA-256', Uint8Array.from(spki))))
})

test('facts are the same from PEM and from DER, and what is no certificate is said', () => {
  const { raw } = new X509Certificate(person.certificatePem)
  assert.deepEqual(certificateFacts(raw), certificateFacts(person.certificatePem))
  assert.throws(() => certificateFacts('hello'), CertificateError)
  assert.throws(() => certificateFacts(raw.subarray(0, 100)), CertificateError)
})

test('a personal certificate of an accepted authority passes, also through an intermediate', async () => {
  const below = await issuePersonalCertificate(issuing, { commonName: 'Pod', ...validity })
  assert.equal(check(person, [authority]), 'ok')
  assert.equal(check(below, [authority], [issuing]), 'ok')
  assert.equal(check(below, [issuing]), 'ok')
  assert.equal(check(below, [authority]), 'untrusted-certificate')
})

test('a chain that TLS has verified is not looked for again, all other checks are made', async () => {
  const below = await issuePersonalCertificate(issuing, { commonName: 'Pod', ...validity })
  const mail = await issuePersonalCertificate(issuing, {
    commonName: 'Pod',
    purpose: 'emailProtection',
    ...validity,
  })
  const verified = (issued: Issued, at = now) =>
    checkPersonalCertificate({ certificate: issued.certificatePem, chain: 'verified' }, [], at)
  const { ok } = verified(below)
  assert.equal(ok, true)
  assert.deepEqual(verified(mail), { ok: false, problem: 'wrong-certificate-purpose' })
  assert.deepEqual(verified(below, years(3)), { ok: false, problem: 'expired-certificate' })
})

test('an authority of the same name is not the same authority', () => {
  assert.equal(check(person, [stranger]), 'untrusted-certificate')
  assert.equal(check(person, []), 'untrusted-certificate')
})

test('a person cannot issue certificates', async () => {
  const forged = await issuePersonalCertificate(person, { commonName: 'Podvrh', ...validity })
  assert.equal(check(forged, [authority], [person]), 'untrusted-certificate')
})

test('expired, not yet valid, for another purpose, weak', async () => {
  const expired = await issuePersonalCertificate(authority, {
    commonName: 'x',
    notBefore: years(-2),
    notAfter: years(-1),
  })
  const future = await issuePersonalCertificate(authority, {
    commonName: 'x',
    notBefore: years(1),
    notAfter: years(2),
  })
  const mail = await issuePersonalCertificate(authority, {
    commonName: 'x',
    purpose: 'emailProtection',
    ...validity,
  })
  assert.equal(check(expired, [authority]), 'expired-certificate')
  assert.equal(check(future, [authority]), 'expired-certificate')
  assert.equal(check(mail, [authority]), 'wrong-certificate-purpose')
  assert.equal(check(person, [authority], [], years(3)), 'expired-certificate')
})

test('certificates made by OpenSSL: a good one passes, one with a weak key does not', async () => {
  const key = await file('ca-key.pem', authority.privateKeyPem)
  const ca = await file('ca.pem', authority.certificatePem)
  const issueByOpenSsl = async (name: string, bits: number) => {
    const at = (suffix: string) => join(folder, `${name}${suffix}`)
    await run('openssl', [
      'req',
      '-newkey',
      `rsa:${bits}`,
      '-nodes',
      '-keyout',
      at('.key'),
      '-out',
      at('.csr'),
      '-subj',
      `/CN=${name}`,
    ])
    const extensions = await file(`${name}.ext`, 'extendedKeyUsage=clientAuth\nkeyUsage=digitalSignature\n')
    await run('openssl', [
      'x509',
      '-req',
      '-in',
      at('.csr'),
      '-CA',
      ca,
      '-CAkey',
      key,
      '-CAcreateserial',
      '-days',
      '30',
      '-extfile',
      extensions,
      '-out',
      at('.pem'),
    ])
    const { stdout } = await run('cat', [at('.pem')])
    return { certificatePem: stdout, privateKeyPem: '' }
  }
  assert.equal(
    check(await issueByOpenSsl('strong', 2048), [authority], [], new Date(Date.now() + 1000)),
    'ok',
  )
  assert.equal(
    check(await issueByOpenSsl('weak', 1024), [authority], [], new Date(Date.now() + 1000)),
    'weak-certificate',
  )
})

test('the PKCS#12 file opens in OpenSSL with the password and not without it', async () => {
  const p12 = await toPkcs12({
    ...person,
    authorityPems: [authority.certificatePem],
    friendlyName: 'Žofie',
    password: 'heslo-123',
  })
  const path = await file('person.p12', p12)
  const { stdout } = await run('openssl', ['pkcs12', '-in', path, '-passin', 'pass:heslo-123', '-nodes'])
  const certificates = stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  assert.deepEqual(
    certificates.map((pem) => new X509Certificate(pem).fingerprint256).sort(),
    [person, authority]
      .map(({ certificatePem }) => new X509Certificate(certificatePem).fingerprint256)
      .sort(),
  )
  assert.match(stdout, /-----BEGIN PRIVATE KEY-----/)
  await assert.rejects(run('openssl', ['pkcs12', '-in', path, '-passin', 'pass:wrong', '-nodes']))
})

test('the PKCS#12 file imports into NSS, which Chromium and Firefox use', async (context) => {
  const found = await run('which', ['pk12util', 'certutil']).then(
    () => true,
    () => false,
  )
  if (!found) return context.skip('NSS tools are not installed')
  const p12 = await toPkcs12({
    ...person,
    authorityPems: [authority.certificatePem],
    friendlyName: 'Zofie',
    password: 'heslo',
  })
  const path = await file('nss.p12', p12)
  await run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password'])
  await run('pk12util', ['-i', path, '-d', `sql:${folder}`, '-W', 'heslo', '-K', ''])
  const { stdout } = await run('certutil', ['-K', '-d', `sql:${folder}`])
  assert.match(stdout, /Zofie/)
})

test('a TLS server that asks for it accepts the certificate from the PKCS#12 file', async () => {
  const server = await issueServerCertificate(authority, { ...LOCAL_NAMES, ...validity })
  const p12 = await toPkcs12({ ...person, authorityPems: [], friendlyName: 'x', password: 'p' })
  const listener = createServer({
    cert: server.certificatePem,
    key: server.privateKeyPem,
    ca: authority.certificatePem,
    requestCert: true,
    rejectUnauthorized: false,
  }).listen(0, 'localhost')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const accepted = once(listener, 'secureConnection') as Promise<[TLSSocket]>
  const client = connect({
    port: address.port,
    host: 'localhost',
    ca: authority.certificatePem,
    pfx: p12,
    passphrase: 'p',
  })
  const [socket] = await accepted
  assert.equal(socket.authorized, true)
  client.destroy()
  listener.close()
})
