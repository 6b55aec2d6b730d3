/** BCP 195 as OpenSSL's own client meets it: what is older or weaker is refused by the acceptor, what is listed is let in. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { listen } from '../testing/loopback.ts'
import { identities, type TestIdentity, temporaryFolder } from '../testing/programs.ts'
import { TLS_CIPHERS } from './tls.ts'

const execute = promisify(execFile)

async function pair(t: TestContext, kind: 'rsa' | 'ec'): Promise<[acceptor: number, client: TestIdentity]> {
  const [ours, theirs] = await identities(await temporaryFolder(t), ['ours', 'theirs'], kind)
  assert.ok(ours !== undefined && theirs !== undefined)
  const { acceptor } = await listen(t, { tls: ours })
  return [acceptor.port, theirs]
}

/** What `openssl s_client` says; it hangs up as soon as the handshake is over. */
async function handshake(port: number, { files }: TestIdentity, options: readonly string[]): Promise<string> {
  const connecting = execute('openssl', [
    ...['s_client', '-connect', `127.0.0.1:${port}`, ...options],
    ...['-key', files.key, '-cert', files.cert, '-CAfile', files.ca],
  ])
  connecting.child.stdin?.end()
  return await connecting.then(
    ({ stdout, stderr }) => stdout + stderr,
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => stdout + stderr,
  )
}

test('every suite that is listed is let in, by the kind of key that it is for', async (t) => {
  const [ofRsa, ofEc] = await Promise.all([pair(t, 'rsa'), pair(t, 'ec')])
  for (const cipher of TLS_CIPHERS) {
    const isNewest = cipher.startsWith('TLS_')
    const [port, client] = cipher.includes('ECDSA') ? ofEc : ofRsa
    const options = isNewest ? ['-tls1_3', '-ciphersuites', cipher] : ['-tls1_2', '-cipher', cipher]
    const said = await handshake(port, client, options)
    assert.match(said, new RegExp(`${isNewest ? 'TLSv1.3' : 'TLSv1.2'}, Cipher is ${cipher}`), cipher)
    assert.match(said, /Verify return code: 0 \(ok\)/)
  }
})

test('TLS before 1.2, suites in CBC mode and such without forward secrecy are refused', async (t) => {
  const [port, client] = await pair(t, 'rsa')
  for (const [alert, ...options] of [
    ['protocol version', '-tls1_1', '-cipher', 'ALL@SECLEVEL=0'],
    ['protocol version', '-tls1', '-cipher', 'ALL@SECLEVEL=0'],
    ['handshake failure', '-tls1_2', '-cipher', 'AES128-SHA'],
    ['handshake failure', '-tls1_2', '-cipher', 'AES256-SHA256'],
    ['handshake failure', '-tls1_2', '-cipher', 'AES128-GCM-SHA256'],
    ['handshake failure', '-tls1_2', '-cipher', 'ECDHE-RSA-AES128-SHA'],
    ['handshake failure', '-tls1_2', '-cipher', 'ECDHE-RSA-AES256-SHA384'],
  ] as const) {
    const said = await handshake(port, client, options)
    // The acceptor's own alert: this client offers it.
    assert.match(said, new RegExp(`alert ${alert}`), options.join(' '))
    assert.match(said, /Cipher is \(NONE\)/)
  }
})
