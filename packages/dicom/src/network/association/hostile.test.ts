import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { decodeCommand, encodeCommand, NO_DATA_SET, WITH_DATA_SET } from '../dimse/command-set.ts'
import { COMMAND, STATUS } from '../dimse/commands.ts'
import { ABORT_REASON } from '../pdu/pdu.ts'
import { writeControlPdu } from '../pdu/write-pdu.ts'
import { echo } from '../services/using.ts'
import { CT_IMAGE, listen } from '../testing/loopback.ts'
import { fragment, PLAIN_REQUEST, RawPeer } from '../testing/raw-peer.ts'
import { until } from '../testing/until.ts'
import { DEFAULT_ASSOCIATION_LIMITS } from './association-limits.ts'
import { VERIFICATION } from './storage-classes.ts'

const ECHO = encodeCommand({
  affectedSopClassUid: VERIFICATION,
  commandField: COMMAND.echoRequest,
  messageId: 7,
  commandDataSetType: NO_DATA_SET,
})
const STORE = encodeCommand({
  affectedSopClassUid: CT_IMAGE,
  commandField: COMMAND.storeRequest,
  messageId: 8,
  commandDataSetType: WITH_DATA_SET,
  affectedSopInstanceUid: '2.25.1',
})
const storing = {
  admit: () => ({
    services: {
      store: async ({ dataSet }: { dataSet: { discard(): Promise<void> } }) => {
        await dataSet.discard()
        return { status: STATUS.success }
      },
    },
  }),
}

async function statusFrom(peer: RawPeer): Promise<number | undefined> {
  const command = await peer.next('command')
  assert.ok(command instanceof Uint8Array)
  return decodeCommand(command).status
}

test('a message cut into bytes, fragments and PDUs is the same message', async (t) => {
  const { acceptor } = await listen(t, storing)
  const peer = await RawPeer.connect(t, acceptor.port)
  for (const byte of fragment(1, 3, ECHO)) peer.send(Uint8Array.of(byte))
  assert.equal(await statusFrom(peer), STATUS.success)
  for (let at = 0; at < STORE.length; at += 2) {
    const isLast = at + 2 >= STORE.length
    peer.send(fragment(3, isLast ? 3 : 1, STORE.subarray(at, at + 2)))
  }
  peer.send(
    fragment(3, 0, new Uint8Array(10)),
    fragment(3, 0, new Uint8Array(0)),
    fragment(3, 2, new Uint8Array(2)),
  )
  assert.equal(await statusFrom(peer), STATUS.success)
})

const ABORTED: readonly (readonly [name: string, reason: number, ...bytes: Uint8Array[]])[] = [
  ['a PDU of no known type', ABORT_REASON.unrecognizedPdu, Uint8Array.of(9, 0, 0, 0, 0, 4, 0, 0, 0, 0)],
  ['a second association request', ABORT_REASON.unexpectedPdu, writeControlPdu(PLAIN_REQUEST)],
  [
    'the answer to a release that nobody asked for',
    ABORT_REASON.unexpectedPdu,
    writeControlPdu({ type: 'release-reply' }),
  ],
  ['a PDU longer than was agreed on', ABORT_REASON.invalidParameter, Uint8Array.of(4, 0, 0xff, 0, 0, 0)],
  [
    'a fragment longer than its PDU',
    ABORT_REASON.invalidParameter,
    Uint8Array.of(4, 0, 0, 0, 0, 10, 0, 0, 0, 90, 1, 3),
  ],
  ['a context that was never agreed on', ABORT_REASON.unexpectedParameter, fragment(99, 3, ECHO)],
  ['a data set without its command', ABORT_REASON.unexpectedParameter, fragment(1, 2, new Uint8Array(2))],
  [
    'a command within a data set',
    ABORT_REASON.unexpectedParameter,
    fragment(3, 3, STORE),
    fragment(3, 1, ECHO),
  ],
  [
    'a data set in two contexts',
    ABORT_REASON.unexpectedParameter,
    fragment(3, 3, STORE),
    fragment(1, 0, ECHO),
  ],
  [
    'a command set that cannot be read',
    ABORT_REASON.invalidParameter,
    fragment(1, 3, new Uint8Array(7).fill(255)),
  ],
  [
    'a response to nothing',
    ABORT_REASON.invalidParameter,
    fragment(1, 3, encodeCommand({ commandField: 0x8030 })),
  ],
  [
    'fragments without a byte, without end',
    ABORT_REASON.unexpectedParameter,
    fragment(3, 3, STORE),
    ...Array.from({ length: 100 }, () => fragment(3, 0, new Uint8Array(0))),
  ],
  [
    'a command set without end',
    ABORT_REASON.invalidParameter,
    ...Array.from({ length: 100 }, () => fragment(1, 1, new Uint8Array(1000))),
  ],
]

for (const [name, reason, ...bytes] of ABORTED) {
  test(`${name} aborts that association, with its reason, and no other`, async (t) => {
    const { acceptor, ask } = await listen(t, storing)
    const other = await ask()
    const peer = await RawPeer.connect(t, acceptor.port)
    peer.send(...bytes)
    assert.deepEqual(await peer.next('abort'), { type: 'abort', source: 2, reason })
    assert.equal((await echo(other)).status, STATUS.success)
  })
}

test('a request in a version or context that does not exist is rejected by the provider', async (t) => {
  const { acceptor } = await listen(t)
  for (const [change, source, reason] of [
    [{ protocolVersion: 2 }, 2, 2],
    [{ applicationContext: '1.2.3' }, 1, 2],
  ] as const) {
    const peer = await RawPeer.connect(t, acceptor.port, false)
    peer.send(writeControlPdu({ ...PLAIN_REQUEST, ...change }))
    assert.deepEqual(await peer.next('associate-reject'), {
      type: 'associate-reject',
      result: 1,
      source,
      reason,
    })
  }
})

test('who connects and says nothing, or one byte now and then, is closed when ARTIM is over', async (t) => {
  const { acceptor } = await listen(t, { limits: { artimMs: 150 } })
  const silent = await RawPeer.connect(t, acceptor.port, false)
  const slow = await RawPeer.connect(t, acceptor.port, false)
  const began = performance.now()
  const timer = setInterval(() => slow.send(Uint8Array.of(1)), 20)
  await Promise.all([silent.closed, slow.closed])
  clearInterval(timer)
  assert.ok(performance.now() - began < DEFAULT_ASSOCIATION_LIMITS.artimMs / 2)
})

test('who does not close after an abort or a release is closed when ARTIM is over', async (t) => {
  // As long as this machine may take for the two associations before it.
  const { acceptor } = await listen(t, { limits: { artimMs: 2000 } })
  const released = await RawPeer.connect(t, acceptor.port)
  released.send(writeControlPdu({ type: 'release-request' }))
  await released.next('release-reply')
  const aborted = await RawPeer.connect(t, acceptor.port)
  aborted.send(fragment(99, 3, ECHO))
  await aborted.next('abort')
  await Promise.all([released.closed, aborted.closed])
})

test('a message of a few bytes a second is aborted, one that goes on is not', async (t) => {
  const { acceptor, ends } = await listen(t, { ...storing, limits: { dimseMs: 1500, minBytesPerWait: 1000 } })
  const fast = await RawPeer.connect(t, acceptor.port)
  const slow = await RawPeer.connect(t, acceptor.port)
  fast.send(fragment(3, 3, STORE))
  slow.send(fragment(3, 3, STORE))
  const timer = setInterval(() => {
    slow.send(fragment(3, 0, new Uint8Array(2)))
    // Each of them is enough for a wait: on a busy machine the clock strikes now and then only.
    fast.send(fragment(3, 0, new Uint8Array(2000)))
  }, 20)
  await slow.next('abort')
  await delay(1800)
  clearInterval(timer)
  fast.send(fragment(3, 2, new Uint8Array(2)))
  assert.equal(await statusFrom(fast), STATUS.success)
  assert.deepEqual(ends, [{ kind: 'aborted', by: 'us', source: 0, reason: 0, why: 'dimse-timeout' }])
})

test('who vanishes in the middle of an object is told to the one who receives it', async (t) => {
  const errors: unknown[] = []
  let begun = 0
  const { acceptor, ends } = await listen(t, {
    admit: () => ({
      services: {
        store: async ({ dataSet }) => {
          begun++
          await dataSet.discard().catch((error: unknown) => errors.push(error))
          return { status: STATUS.success }
        },
      },
    }),
  })
  const peer = await RawPeer.connect(t, acceptor.port)
  peer.send(fragment(3, 3, STORE), fragment(3, 0, new Uint8Array(1000)))
  await until('the object has begun', () => begun > 0)
  peer.socket.destroy()
  await until('both are told', () => ends.length > 0 && errors.length > 0)
  assert.equal(ends[0]?.kind, 'lost')
  assert.equal(errors.length, 1)
})

test('requests by the hundred without waiting are all answered, in their order', async (t) => {
  const { acceptor } = await listen(t, storing)
  const peer = await RawPeer.connect(t, acceptor.port)
  peer.send(Buffer.concat(Array.from({ length: 500 }, () => fragment(1, 3, ECHO))))
  for (let answers = 0; answers < 500; answers++) assert.equal(await statusFrom(peer), STATUS.success)
})

test('a flood of connections is refused beyond the limit, and leaves nothing behind', async (t) => {
  const { acceptor, ask } = await listen(t, { maxAssociations: 3, limits: { artimMs: 2000 } })
  const peers = await Promise.all(
    Array.from({ length: 120 }, () => RawPeer.connect(t, acceptor.port, false).catch(() => undefined)),
  )
  for (const peer of peers) peer?.send(Uint8Array.of(1, 0, 0, 0))
  await Promise.all(peers.map((peer) => peer?.closed))
  await until('none is left', () => acceptor.associations === 0)
  assert.equal((await echo(await ask())).status, STATUS.success)
})

test('whatever bytes come, the acceptor goes on', async (t) => {
  const { acceptor, ask } = await listen(t, { ...storing, limits: { artimMs: 2000 } })
  const other = await ask()
  const real = Buffer.concat([
    writeControlPdu(PLAIN_REQUEST),
    fragment(1, 3, ECHO),
    fragment(3, 3, STORE),
    fragment(3, 2, new Uint8Array(300)),
    writeControlPdu({ type: 'release-request' }),
  ])
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.nat(real.length),
      async (changes, cut) => {
        const bytes = Buffer.from(real)
        for (const [at, value] of changes) bytes[at] = value
        const peer = await RawPeer.connect(t, acceptor.port, false)
        peer.send(bytes.subarray(0, cut), bytes.subarray(cut))
        peer.socket.end()
        await peer.closed
        assert.equal((await echo(other)).status, STATUS.success)
      },
    ),
    { numRuns: Number(process.env.EPACS_FUZZ_RUNS ?? 200) },
  )
  await until('one is left', () => acceptor.associations === 1)
})
