import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import fc from 'fast-check'
import { DataSetStream } from '../dimse/data-set-stream.ts'
import { identities, temporaryFolder } from '../testing/programs.ts'
import { until } from '../testing/until.ts'
import { readInto } from './buffered-socket.ts'
import { RECEIVE_BUFFER_BYTES, ReceiveBuffers } from './receive-buffers.ts'

/** As the system does: so many bytes into the memory that is there for them. */
function receive(buffers: ReceiveBuffers, lengthBytes: number, value: number, stream: DataSetStream): void {
  const room = buffers.next()
  const readBytes = Math.min(lengthBytes, room.length)
  room.fill(value, 0, readBytes)
  buffers.filled(readBytes, room, (bytes) => {
    const middle = bytes.length >> 1
    stream.push(bytes.subarray(0, middle))
    stream.push(bytes.subarray(middle))
  })
}

test('what was not given back is never written over, however many pieces are held and in whichever order they go', async () => {
  const reads = fc.array(
    fc.record({
      lengthBytes: fc.oneof(
        fc.integer({ min: 1, max: RECEIVE_BUFFER_BYTES }),
        fc.constant(RECEIVE_BUFFER_BYTES),
      ),
      /** Of the batches that are held: which is given back then, twice if it comes to that. */
      givesBack: fc.option(fc.nat(5), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(reads, async (each) => {
      const buffers = new ReceiveBuffers()
      const stream = new DataSetStream(() => undefined, Number.MAX_SAFE_INTEGER, buffers)
      const held: { readonly batch: Uint8Array[]; readonly value: number }[] = []
      for (const [index, { lengthBytes, givesBack }] of each.entries()) {
        const value = index % 251
        receive(buffers, lengthBytes, value, stream)
        const batch = await stream.batch()
        assert.ok(batch)
        held.push({ batch, value })
        const over = givesBack === undefined ? undefined : held[givesBack]
        if (over !== undefined) {
          held.splice(held.indexOf(over), 1)
          stream.release(over.batch)
          stream.release(over.batch)
        }
        for (const { batch: pieces, value: expected } of held) {
          for (const piece of pieces) assert.ok(piece.every((byte) => byte === expected))
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('what was given back takes what comes next', async () => {
  const buffers = new ReceiveBuffers()
  const stream = new DataSetStream(() => undefined, Number.MAX_SAFE_INTEGER, buffers)
  const memory = new Set<ArrayBufferLike>()
  for (let read = 0; read < 100; read++) {
    receive(buffers, RECEIVE_BUFFER_BYTES, read, stream)
    const batch = await stream.batch()
    assert.ok(batch)
    for (const { buffer } of batch) memory.add(buffer)
    stream.release(batch)
  }
  assert.equal(memory.size, 1)
})

test('reads of a few bytes share a buffer', async () => {
  const buffers = new ReceiveBuffers()
  const stream = new DataSetStream(() => undefined, Number.MAX_SAFE_INTEGER, buffers)
  for (let read = 0; read < 1000; read++) receive(buffers, 10, read % 251, stream)
  const batch = await stream.batch()
  assert.ok(batch)
  assert.equal(
    batch.reduce((sum, { length }) => sum + length, 0),
    10_000,
  )
  assert.equal(new Set(batch.map(({ buffer }) => buffer)).size, 1)
})

test('no read has less room than half a buffer', async () => {
  const buffers = new ReceiveBuffers()
  const stream = new DataSetStream(() => undefined, Number.MAX_SAFE_INTEGER, buffers)
  for (let read = 0; read < 100; read++) {
    assert.ok(buffers.next().length >= RECEIVE_BUFFER_BYTES / 2)
    receive(buffers, 50_001, read, stream)
  }
})

test('the memory of a connection that has ended is free at once, except what is still held, which is free with its release', async () => {
  const buffers = new ReceiveBuffers()
  const stream = new DataSetStream(() => undefined, Number.MAX_SAFE_INTEGER, buffers)
  for (let read = 0; read < 30; read++) receive(buffers, RECEIVE_BUFFER_BYTES, 7, stream)
  const batch = await stream.batch()
  assert.ok(batch)
  const memory = [...new Set(batch.map(({ buffer }) => buffer))]
  const [first, ...others] = memory
  assert.ok(first !== undefined && others.length > 20)
  buffers.close()
  assert.ok(batch.every((piece) => piece.every((byte) => byte === 7)))
  stream.release(batch)
  assert.deepEqual(
    memory.map(({ byteLength }) => byteLength),
    memory.map(() => 0),
  )
})

test('more buffers than are kept for later are free at once', async () => {
  const buffers = new ReceiveBuffers()
  const stream = new DataSetStream(() => undefined, Number.MAX_SAFE_INTEGER, buffers)
  for (let read = 0; read < 30; read++) receive(buffers, RECEIVE_BUFFER_BYTES, 7, stream)
  const batch = await stream.batch()
  assert.ok(batch)
  const memory = new Set(batch.map(({ buffer }) => buffer))
  stream.release(batch)
  const kept = [...memory].filter(({ byteLength }) => byteLength > 0)
  assert.ok(kept.length <= 11, `${kept.length} of ${memory.size} are kept`)
})

/** A connection of a server, and its other side. */
async function connected(t: TestContext, kind: 'plain' | 'TLS') {
  const [own] = kind === 'TLS' ? await identities(await temporaryFolder(t), ['own'], 'ec') : []
  const options = { noDelay: true }
  const server =
    own === undefined ? createServer(options) : createTlsServer({ ...options, key: own.key, cert: own.cert })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const to = { port: (server.address() as AddressInfo).port, host: '127.0.0.1' }
  const peer = own === undefined ? connect(to) : connectTls({ ...to, rejectUnauthorized: false })
  const [socket] = (await once(server, own === undefined ? 'connection' : 'secureConnection')) as [Socket]
  t.after(() => {
    peer.destroy()
    server.close()
  })
  return { server, peer, socket }
}

for (const kind of ['plain', 'TLS'] as const) {
  test(`a ${kind} connection that reads into own memory brings its bytes, says its end, and is one of its server until then`, async (t) => {
    const { server, peer, socket } = await connected(t, kind)
    const { remoteAddress, remotePort } = socket
    let received = 0
    const hash = createHash('sha256')
    const own = readInto(socket, new ReceiveBuffers(), (bytes) => {
      received += bytes.length
      hash.update(bytes)
    })
    assert.ok(own, 'this Node.js has what is needed')
    assert.deepEqual([own.remoteAddress, own.remotePort], [remoteAddress, remotePort])
    const connections = () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      )
    assert.equal(await connections(), 1)
    const sentBytes = 5 * RECEIVE_BUFFER_BYTES + 3
    const sent = randomBytes(sentBytes + RECEIVE_BUFFER_BYTES)
    peer.write(sent.subarray(0, sentBytes))
    await until('all has come', () => received === sentBytes)
    own.pause()
    peer.write(sent.subarray(sentBytes))
    own.resume()
    await until('what came meanwhile has come, too', () => received === sent.length)
    assert.equal(hash.digest('hex'), createHash('sha256').update(sent).digest('hex'))
    const answered = once(peer, 'data')
    own.write('answer')
    assert.equal(String((await answered)[0]), 'answer')
    const closed = once(own, 'close')
    peer.end()
    await closed
    assert.equal(await connections(), 0)
  })

  test(`who is paused on a ${kind} connection reads nothing, and its peer has to wait`, async (t) => {
    const { peer, socket } = await connected(t, kind)
    let received = 0
    const own = readInto(socket, new ReceiveBuffers(), (bytes) => {
      received += bytes.length
      own?.pause()
    })
    assert.ok(own)
    t.after(() => own.destroy())
    const piece = new Uint8Array(16 * 1024 * 1024)
    peer.write(piece)
    peer.write(piece)
    await until('the first part has come', () => received > 0)
    const before = received
    // More than what the system keeps for both sides: it can only go on when this side reads.
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.ok(peer.writableLength > 0)
    assert.ok(received - before <= 64 * 1024, 'what was decrypted already')
    own.resume()
    await until('another part has come', () => received > before)
  })
}
