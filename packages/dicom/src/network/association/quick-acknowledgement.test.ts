/** On Linux, with the modules of the lock file: a real connection, plain and secured. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { connect as connectSecured, createServer as createSecured } from 'node:tls'
import { identities } from '../testing/programs.ts'
import { acknowledge } from './quick-acknowledgement.ts'

async function taken(t: TestContext, server: Server, event: string, ask: (port: number) => Socket) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = ask((server.address() as AddressInfo).port)
  const [other] = (await once(server, event)) as [Socket]
  t.after(() => {
    socket.destroy()
    other.destroy()
    server.close()
  })
  return other
}

test('the system acknowledges at once what comes on a plain connection, until it is closed', async (t) => {
  const socket = await taken(t, createServer(), 'connection', (port) => connect(port, '127.0.0.1'))
  assert.equal(acknowledge(socket), true)
  socket.destroy()
  assert.equal(acknowledge(socket), false)
})

test('and on one over TLS', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-quick-'))
  t.after(() => rm(folder, { recursive: true }))
  const [identity] = await identities(folder, ['localhost'])
  assert.ok(identity)
  const { key, cert } = identity
  const socket = await taken(t, createSecured({ key, cert }), 'secureConnection', (port) =>
    connectSecured({ port, host: '127.0.0.1', rejectUnauthorized: false }),
  )
  assert.equal(acknowledge(socket), true)
})
