import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { certifiedPeople, operator } from '../network/people.ts'
import { keepCertificates } from './keep.ts'

const people = [operator, ...certifiedPeople.slice(0, 2)]
const [hvezdova] = certifiedPeople
const urls = { crlUrl: 'http://127.0.0.1:9/a.crl', ocspUrl: 'http://127.0.0.1:9/ocsp' }

async function folder(t: TestContext) {
  const path = await mkdtemp(join(tmpdir(), 'epacs-certificates-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

test('certificates are made once and kept', async (t) => {
  const path = await folder(t)
  const first = await keepCertificates(path, people, urls)
  assert.ok(hvezdova)
  const files = first.certificates.of(hvezdova)
  const before = await Promise.all(
    [files.cert, files.p12, first.certificates.ca].map((file) => readFile(file)),
  )
  const second = await keepCertificates(path, people, urls)
  assert.equal(second.detail, 'kept')
  const after = await Promise.all(
    [files.cert, files.p12, first.certificates.ca].map((file) => readFile(file)),
  )
  assert.deepEqual(after, before)

  const certificate = new X509Certificate(before[0] ?? '')
  assert.match(certificate.subject, /Jana Hvězdová/)
  assert.ok(certificate.checkIssued(new X509Certificate(before[2] ?? '')))
  assert.equal((await stat(files.key)).mode & 0o777, 0o600)
  const server = new X509Certificate(await readFile(first.certificates.server.cert))
  assert.equal(server.checkHost('localhost'), 'localhost')
  assert.equal(server.checkIP('127.0.0.1'), '127.0.0.1')
})

test('what ends soon is made again; a new authority brings new certificates', async (t) => {
  const path = await folder(t)
  const { certificates } = await keepCertificates(path, people, urls)
  const ca = await readFile(certificates.ca, 'utf8')
  const inAYear = new Date(Date.now() + 392 * 24 * 3600 * 1000)
  assert.match((await keepCertificates(path, people, urls, inAYear)).detail, /^5 made/)
  assert.equal(await readFile(certificates.ca, 'utf8'), ca, 'the authority holds for ten years')
  const inTenYears = new Date(Date.now() + 3645 * 24 * 3600 * 1000)
  assert.match((await keepCertificates(path, people, urls, inTenYears)).detail, /^6 made/)
  assert.notEqual(await readFile(certificates.ca, 'utf8'), ca)
})

test('a damaged certificate is made again', async (t) => {
  const path = await folder(t)
  const { certificates } = await keepCertificates(path, people, urls)
  await writeFile(certificates.server.cert, 'rubbish')
  assert.match((await keepCertificates(path, people, urls)).detail, /^1 made/)
})
