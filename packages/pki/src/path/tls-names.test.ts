/** Over real TLS, both versions: what clients are asked for, and what the server learns of their certificates. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { OpensslAuthority } from '../testing/openssl-authority.ts'
import { readAuthority } from './authority.ts'
import { findPath } from './find-path.ts'
import { namesForTls } from './tls-names.ts'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'epacs-tls-'))
const root = await OpensslAuthority.make(folder, 'Kořenová')
const issuing = await root.below(folder, 'Vydávající')
const branch = await issuing.below(folder, 'Pobočka')
const person = await branch.issue('Osoba')
const servers = await OpensslAuthority.make(folder, 'Servery')
const own = await servers.issue('localhost', {
  extensions: ['subjectAltName=DNS:localhost', 'extendedKeyUsage=serverAuth'],
})
const accepted = [
  { id: 'dca', ...readAuthority(root.own.certificatePem + issuing.own.certificatePem, new Date()) },
]
const listener = createServer({
  cert: own.certificatePem,
  key: own.privateKeyPem,
  ca: await namesForTls(accepted),
  requestCert: true,
  rejectUnauthorized: false,
}).listen(0, 'localhost')
await once(listener, 'listening')
const address = listener.address()
if (address === null || typeof address === 'string') throw new Error('no port')
const { port } = address
after(async () => {
  listener.close()
  await rm(folder, { recursive: true, force: true })
})

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: the server trusts nothing by itself and learns all that was sent, in any order`, async () => {
    for (const sent of [[branch, issuing], [issuing, branch], [branch, root, issuing], []]) {
      const connected = once(listener, 'secureConnection') as Promise<[TLSSocket]>
      const client = connect({
        port,
        host: 'localhost',
        ca: servers.own.certificatePem,
        minVersion: version,
        maxVersion: version,
        cert: [person, ...sent.map((each) => each.own)].map((each) => each.certificatePem).join(''),
        key: person.privateKeyPem,
      })
      const [socket] = await connected
      assert.equal(socket.authorized, false)
      assert.equal(socket.getProtocol(), version)
      const certificates: Buffer[] = []
      for (let each = socket.getPeerX509Certificate(); each; each = each.issuerCertificate)
        certificates.push(each.raw)
      assert.equal(certificates.length, sent.length + 1)
      const [certificate = Buffer.alloc(0), ...intermediates] = certificates
      const found = findPath({ certificate, intermediates }, accepted, new Date())
      assert.equal(found.ok, sent.length > 0)
      client.destroy()
    }
  })

  test(`${version}: browsers are told the names of the accepted authorities, byte for byte, and no other`, async () => {
    const flag = version === 'TLSv1.2' ? '-tls1_2' : '-tls1_3'
    const { stdout } = await run('sh', [
      '-c',
      `openssl s_client -connect localhost:${port} ${flag} -nameopt utf8,-esc_msb </dev/null 2>/dev/null | cat`,
    ])
    const [, list = ''] = stdout.split('Acceptable client certificate CA names\n')
    // A dump of the ticket, somewhere behind it, may spell anything.
    const names = list.split('\n').filter((line) => /(^|[ ,/])CN ?= ?/.test(line))
    assert.deepEqual(names.map((line) => line.replaceAll(' ', '').replace(/.*CN=/, '')).toSorted(), [
      'Kořenová',
      'Vydávající',
    ])
  })
}
