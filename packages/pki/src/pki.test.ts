import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import {
  answerOcsp,
  CertificateError,
  certificateFacts,
  type Issued,
  issuePersonalCertificate,
  issueResponderCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
  makeCrl,
  toPkcs12,
} from './index.ts'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'epacs-pki-'))
after(() => rm(folder, { recursive: true, force: true }))

const now = new Date()
const years = (count: number) => new Date(now.getTime() + count * 365 * 86_400_000)
const validity = { notBefore: years(-0.01), notAfter: years(2) }
const authority = await makeAuthority({ commonName: 'Zkušební autorita', organization: 'ePACS', ...validity })
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

test('OpenSSL takes our list and our answers for what they are', async () => {
  const ca = await file('ca.pem', authority.certificatePem)
  const other = await issuePersonalCertificate(authority, { commonName: 'Jiná', ...validity })
  const { serialNumber } = certificateFacts(person.certificatePem)
  const revoked = [{ serialNumber, since: new Date(now.getTime() - 3_600_000) }]
  const crl = await file('list.der', await makeCrl(authority, revoked, validity, 7))
  const verified = await run('openssl', [
    'crl',
    '-in',
    crl,
    '-inform',
    'der',
    '-CAfile',
    ca,
    '-noout',
    '-text',
  ])
  assert.match(verified.stderr, /verify OK/)
  assert.match(
    verified.stdout.replaceAll(/[\s:]/g, '').toLowerCase(),
    new RegExp(`serialnumber${serialNumber}`),
  )
  assert.match(verified.stdout, /X509v3 CRL Number:\s+7/)

  const responder = await issueResponderCertificate(authority, validity)
  const parts = { authorityPem: authority.certificatePem, responder, revoked }
  // OpenSSL compares times as text: fractions of seconds, of different lengths, would be told by it.
  const second = Math.floor(Date.now() / 1000) * 1000
  const at = new Date(second + 13)
  const nextUpdate = new Date(second + 60_020)
  const peer = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.setHeader('content-type', 'application/ocsp-response')
    response.end(await answerOcsp(Buffer.concat(chunks), { ...parts, at, nextUpdate }))
  }).listen(0, '127.0.0.1')
  await once(peer, 'listening')
  after(() => peer.close())
  const address = peer.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  const answer = async (issued: Issued) => {
    const leaf = await file('asked.pem', issued.certificatePem)
    const asked = ['ocsp', '-issuer', ca, '-cert', leaf, '-url', url, '-CAfile', ca]
    const { stdout, stderr } = await run('openssl', asked)
    return stdout + stderr
  }
  assert.match(await answer(person), /Response verify OK/)
  assert.match(await answer(person), /asked\.pem: revoked/)
  assert.match(await answer(other), /asked\.pem: good/)
  const refusal = await answerOcsp(Buffer.from('hello'), {
    ...{ authorityPem: authority.certificatePem, responder, revoked, at: now, nextUpdate: now },
  })
  assert.deepEqual(refusal, Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x01]))
})

test('what stays the same over renewals is read from certificates as Czech authorities make them', async () => {
  const extensions = await file(
    'czech.ext',
    [
      'basicConstraints=critical,CA:FALSE',
      'extendedKeyUsage=clientAuth',
      'subjectAltName=email:jana@example.cz,otherName:1.3.6.1.4.1.11801.2.1;UTF8:1234567890,otherName:1.3.6.1.4.1.23624.4.6;UTF8:x',
    ].join('\n'),
  )
  const [key, pem] = [join(folder, 'czech.key'), join(folder, 'czech.pem')]
  const subject = '/C=CZ/CN=MUDr. Jana Nová/serialNumber=ICA - 10012345'
  const csr = join(folder, 'czech.csr')
  await run('openssl', [
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-utf8',
    '-subj',
    subject,
    '-out',
    csr,
  ])
  await run('openssl', ['x509', '-req', '-in', csr, '-signkey', key, '-extfile', extensions, '-out', pem])
  const facts = certificateFacts(await readFile(pem))
  assert.deepEqual(facts.stableIdentifiers, [
    { kind: 'subject-serial', value: 'ICA - 10012345' },
    { kind: 'ik-mpsv', value: '1234567890' },
  ])
  assert.deepEqual(facts.emails, ['jana@example.cz'])
})
