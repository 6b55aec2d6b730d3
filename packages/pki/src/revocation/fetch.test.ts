/** Where the centre lets certificates send it, and where not. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { addressGuard } from './addresses.ts'
import { type FetchLimits, httpFetch } from './fetch.ts'

const server = createServer((request, response) => {
  if (request.url === '/slow') response.write('x')
  else if (request.url === '/elsewhere') response.writeHead(301, { location: '/' }).end()
  else response.end('list')
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('no port')
const { port } = address
after(() => {
  server.closeAllConnections()
  server.close()
})

const limits: FetchLimits = {
  hosts: [],
  privateNetworks: ['127.0.0.0/8', '::1'],
  timeoutMs: 20_000,
  mostBytes: 100,
}
const faultOf = async (url: string, changes: Partial<FetchLimits> = {}) =>
  await httpFetch({ ...limits, ...changes })({ url }).then(
    () => 'fetched',
    (error: { fault: string }) => error.fault,
  )

test('by default anywhere on the public internet, never into private networks', () => {
  const guard = addressGuard({ hosts: [], privateNetworks: [] })
  for (const each of ['1.1.1.1', '93.184.216.34', '2a00:1450:4014::200e', '::ffff:1.1.1.1']) {
    assert.equal(guard.mayConnectTo(each), true, each)
  }
  const refused = [
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...[
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '64:ff9b::7f00:1',
      '224.0.0.1',
    ],
  ]
  for (const each of refused) assert.equal(guard.mayConnectTo(each), false, each)
})

test('only http, without a password', () => {
  const guard = addressGuard({ hosts: [], privateNetworks: [] })
  for (const url of [
    'https://ca.example/x',
    'ldap://ca.example/x',
    'file:///etc/passwd',
    'http://a:b@ca.example/',
    'x',
  ]) {
    assert.throws(() => guard.requireUrl(url), /address-refused/, url)
  }
  assert.equal(guard.requireUrl('http://ca.example/x').hostname, 'ca.example')
})

test('an address in the URL and a name that leads there are refused alike', async () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1']) {
    assert.equal(await faultOf(`http://${host}:${port}/`, { privateNetworks: [] }), 'address-refused', host)
  }
  assert.equal(await faultOf(`http://127.0.0.1:${port}/`), 'fetched')
  assert.equal(await faultOf(`http://localhost:${port}/`), 'fetched')
})

test('where hosts are named, no other is asked', async () => {
  assert.equal(await faultOf(`http://localhost:${port}/`, { hosts: ['crl.example'] }), 'address-refused')
  assert.equal(await faultOf(`http://localhost:${port}/`, { hosts: ['localhost'] }), 'fetched')
})

test('neither redirects nor answers that never end nor long ones', async () => {
  assert.equal(await faultOf(`http://localhost:${port}/elsewhere`), 'unreachable')
  assert.equal(await faultOf(`http://localhost:${port}/slow`, { timeoutMs: 300 }), 'unreachable')
  assert.equal(await faultOf(`http://localhost:${port}/`, { mostBytes: 3 }), 'too-large')
  assert.equal(await faultOf('http://localhost:1/'), 'unreachable')
})
