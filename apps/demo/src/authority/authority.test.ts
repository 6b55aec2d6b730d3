import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { keepCertificates } from '../certificates/keep.ts'
import { Misuse } from '../failure.ts'
import { certifiedPeople } from '../network/people.ts'
import { readRevoked, revoke } from './revoked.ts'
import { revocationUrls, startAuthority } from './server.ts'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'epacs-authority-'))
after(() => rm(folder, { recursive: true }))
const [jana, petr] = certifiedPeople
assert.ok(jana && petr)
const port = await freePort()
const urls = revocationUrls('127.0.0.1', port)
const { certificates } = await keepCertificates(folder, [jana, petr], urls)
const failures: unknown[] = []
const running = await startAuthority({ host: '127.0.0.1', port, certificates }, (error) =>
  failures.push(error),
)
after(() => running.stop())

const ask = async (person: typeof jana) => {
  const issuer = ['-issuer', certificates.ca, '-CAfile', certificates.ca]
  const asked = ['ocsp', ...issuer, '-cert', certificates.of(person).cert, '-url', urls.ocspUrl]
  const { stdout, stderr } = await run('openssl', asked)
  assert.match(stderr, /Response verify OK/)
  return /pem: (\w+)/.exec(stdout)?.[1]
}

test('OpenSSL learns from list and responder who was revoked, while they run', async () => {
  assert.equal(await ask(jana), 'good')
  assert.equal(await revoke(folder, jana.file), jana.name)
  assert.equal(await revoke(folder, jana.file), jana.name, 'once more changes nothing')
  assert.equal((await readRevoked(folder)).length, 1)
  assert.equal(await ask(jana), 'revoked')
  assert.equal(await ask(petr), 'good')
  const list = join(folder, 'list.der')
  const { writeFile } = await import('node:fs/promises')
  await writeFile(list, Buffer.from(await (await fetch(urls.crlUrl)).arrayBuffer()))
  const verified = ['verify', '-crl_check', '-CAfile', certificates.ca, '-CRLfile', list]
  await run('openssl', [...verified, certificates.of(petr).cert])
  await assert.rejects(run('openssl', [...verified, certificates.of(jana).cert]), /certificate revoked/)
  assert.deepEqual(failures, [])
})

test('a certificate that nobody has is a misuse, and says who is there', async () => {
  await assert.rejects(revoke(folder, 'nobody'), (error) => {
    assert.ok(error instanceof Misuse)
    assert.match(error.message, /hvezdova/)
    return true
  })
  await assert.rejects(revoke(join(folder, 'none'), 'hvezdova'), /start the demo first/)
})

test('a revoked certificate stays so over restarts, one that names other addresses is made again', async () => {
  assert.equal((await keepCertificates(folder, [jana, petr], urls)).detail, 'kept')
  assert.equal((await readRevoked(folder)).length, 1)
  const moved = await keepCertificates(folder, [jana, petr], revocationUrls('127.0.0.1', port + 1))
  assert.match(moved.detail, /^2 made/)
})
