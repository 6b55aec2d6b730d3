import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { STATUS } from '../dimse/commands.ts'
import { REJECTION, type UserIdentity } from '../pdu/pdu.ts'
import type { StoreRequest } from '../services/responder.ts'
import { echo, store } from '../services/using.ts'
import { CONTEXTS, CT_IMAGE, EXPLICIT_LITTLE, IMPLICIT_LITTLE, listen } from '../testing/loopback.ts'
import { until } from '../testing/until.ts'
import { AssociationError, NotPossibleError } from './association-end.ts'
import { DEFAULT_ASSOCIATION_LIMITS } from './association-limits.ts'
import { VERIFICATION } from './storage-classes.ts'

const object = (dataSet: Uint8Array | AsyncIterable<Uint8Array>, sopInstanceUid = '2.25.1') => ({
  sopClassUid: CT_IMAGE,
  sopInstanceUid,
  transferSyntaxUid: EXPLICIT_LITTLE,
  dataSet,
})
const done = { status: STATUS.success }

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31) >> 3)
}

async function bytesOf({ dataSet }: StoreRequest): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const bytes of dataSet) parts.push(bytes)
  return Buffer.concat(parts)
}

test('a peer verifies the connection and releases it', async (t) => {
  const { ask, ends, acceptor } = await listen(t)
  const association = await ask()
  assert.equal((await echo(association)).status, STATUS.success)
  assert.equal(acceptor.associations, 1)
  assert.deepEqual(await association.release(), { kind: 'released' })
  await until('the other side has ended, too', () => ends.length > 0)
  assert.deepEqual(ends, [{ kind: 'released' }])
  assert.equal(acceptor.associations, 0)
  await assert.rejects(echo(association), AssociationError)
})

test('data sets of any size and split arrive as they were sent, whatever the PDU sizes of both sides', async (t) => {
  const received: Buffer[] = []
  const services = {
    store: async (request: StoreRequest) => {
      received.push(await bytesOf(request))
      return done
    },
  }
  for (const [ours, theirs] of [
    [0, 0],
    [128, 4096],
    [16384, 131072],
    [262144, 129],
  ] as const) {
    const { ask } = await listen(t, { admit: () => ({ services }), limits: { maxPduBytes: ours } })
    const association = await ask({ limits: { maxPduBytes: theirs } })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 70_000 }), { maxLength: 4 }), async (sizes) => {
        received.length = 0
        const parts = sizes.map((size) => pattern(size))
        const source = (async function* () {
          yield* parts
        })()
        assert.equal((await store(association, object(source))).status, STATUS.success)
        assert.ok(received[0]?.equals(Buffer.concat(parts)), `${sizes} at ${ours}`)
      }),
      { numRuns: 15 },
    )
    await association.release()
  }
})

test('what a receiver answers reaches the sender, also when it did not read to the end', async (t) => {
  const outcome = {
    status: STATUS.outOfResources,
    errorComment: 'Disk full\\äöü',
    offendingElements: [0x00100020],
  }
  const { ask } = await listen(t, { admit: () => ({ services: { store: async () => outcome } }) })
  const association = await ask()
  const answered = await store(association, object(pattern(3_000_000)))
  assert.deepEqual(answered, { ...outcome, errorComment: 'Disk full????' })
  assert.equal((await echo(association)).status, STATUS.success)
})

test('a receiver that fails answers so, tells its owner, and the association goes on', async (t) => {
  const failures: unknown[] = []
  const broken = new Error('no such folder')
  const services = {
    store: async () => {
      throw broken
    },
    failed: (error: unknown) => failures.push(error),
  }
  const { ask } = await listen(t, { admit: () => ({ services }) })
  const association = await ask()
  assert.equal((await store(association, object(pattern(100_000)))).status, STATUS.processingFailure)
  assert.deepEqual(failures, [broken])
  assert.equal((await echo(association)).status, STATUS.success)
})

test('a side that stores nothing says so', async (t) => {
  const { ask } = await listen(t)
  assert.equal((await store(await ask(), object(pattern(10)))).status, STATUS.sopClassNotSupported)
})

test('an operation that nobody knows is answered as unrecognized', async (t) => {
  const { ask } = await listen(t)
  const association = await ask()
  const context = association.context(VERIFICATION)
  assert.ok(context)
  for (const commandField of [0x0020, 0x0021, 0x0010, 0x0150, 0x7777]) {
    const { command } = await association.invoke(context, { commandField, affectedSopClassUid: VERIFICATION })
    assert.equal(command.status, STATUS.unrecognizedOperation)
  }
  assert.equal((await echo(association)).status, STATUS.success)
})

test('associations are rejected for the reason that the owner gives', async (t) => {
  const { ask, ends } = await listen(t, {
    admit: ({ request }) =>
      request.calledAeTitle === 'RECEIVER'
        ? { services: {} }
        : { reject: REJECTION.calledAeTitleNotRecognized },
  })
  await ask()
  await assert.rejects(ask({ calledAeTitle: 'NOBODY' }), (error) => {
    assert.ok(error instanceof AssociationError)
    assert.equal(error.end.kind, 'rejected')
    const { result, source, reason } =
      error.end.kind === 'rejected' ? error.end.rejection : REJECTION.noReason
    assert.deepEqual({ result, source, reason }, { result: 1, source: 1, reason: 7 })
    return true
  })
  assert.equal(ends[0]?.kind, 'rejected')
})

test('when the owner cannot decide, the peer may come again later', async (t) => {
  const error = new Error('no database')
  const { ask, ends } = await listen(t, { admit: () => Promise.reject(error) })
  await assert.rejects(ask(), /result 2, source 3, reason 1/)
  assert.deepEqual(ends, [{ kind: 'rejected', by: 'us', rejection: REJECTION.temporaryCongestion, error }])
})

test('what fails behind the acceptance ends that association, and is told', async (t) => {
  const error = new Error('no log')
  let fails = true
  const { ask, ends } = await listen(t, {
    onAssociation: () => {
      if (fails) throw error
    },
  })
  const association = await ask()
  assert.equal((await association.ended).kind, 'aborted')
  assert.deepEqual(ends, [{ kind: 'aborted', by: 'us', source: 0, reason: 0, why: 'fault', error }])
  fails = false
  assert.equal((await echo(await ask())).status, STATUS.success)
})

test('one association too many is rejected for now, and taken when another one has ended', async (t) => {
  const { ask, acceptor } = await listen(t, { maxAssociations: 2 })
  const first = await ask()
  await ask()
  await assert.rejects(ask(), /result 2, source 3, reason 2/)
  await first.release()
  await until('the other side has ended, too', () => acceptor.associations === 1)
  await ask()
})

test('contexts: storage of any kind is taken in the first transfer syntax, everything else is not', async (t) => {
  const { ask } = await listen(t)
  const jpeg = '1.2.840.10008.1.2.4.70'
  const association = await ask({
    contexts: [
      { abstractSyntax: CT_IMAGE, transferSyntaxes: [jpeg, EXPLICIT_LITTLE] },
      { abstractSyntax: '1.2.840.10008.5.1.1.30', transferSyntaxes: [IMPLICIT_LITTLE] },
      { abstractSyntax: '1.3.12.2.1107.5.9.1', transferSyntaxes: ['1.2.840.113619.5.2'] },
      { abstractSyntax: VERIFICATION, transferSyntaxes: [jpeg, IMPLICIT_LITTLE] },
      { abstractSyntax: VERIFICATION, transferSyntaxes: [jpeg] },
      { abstractSyntax: '1.2.840.10008.5.1.4.1.2.2.1', transferSyntaxes: [IMPLICIT_LITTLE] },
      { abstractSyntax: '1.2.840.10008.5.1.4.1.1.201.2', transferSyntaxes: [IMPLICIT_LITTLE] },
      { abstractSyntax: '1.9.1', transferSyntaxes: [IMPLICIT_LITTLE] },
    ],
    commonExtended: [
      { sopClassUid: '1.9.1', serviceClassUid: '1.2.840.10008.4.999', relatedSopClassUids: [CT_IMAGE] },
    ],
  })
  assert.deepEqual(
    association.agreement.contexts.map(({ id, transferSyntax }) => [id, transferSyntax]),
    [
      [1, jpeg],
      [3, IMPLICIT_LITTLE],
      [5, '1.2.840.113619.5.2'],
      [7, IMPLICIT_LITTLE],
    ],
  )
  await assert.rejects(store(association, object(pattern(2))), NotPossibleError)
})

test('who the user is reaches the owner, and its answer the user', async (t) => {
  const userIdentity: UserIdentity = {
    type: 2,
    wantsReply: true,
    primary: Buffer.from('doctor'),
    secondary: Buffer.from('secret'),
  }
  const { ask } = await listen(t, {
    admit: ({ request: { user } }) =>
      Buffer.from(user.userIdentity?.secondary ?? []).equals(Buffer.from('secret'))
        ? { services: {}, userIdentityReply: new Uint8Array(0) }
        : { reject: REJECTION.userIdentityRefused },
  })
  await ask({ userIdentity })
  await assert.rejects(ask(), /rejected by peer/)
})

test('as many operations as agreed on are under way at once, and no more', async (t) => {
  for (const [proposed, expected] of [
    [undefined, 1],
    [3, 3],
    [0, 4],
  ] as const) {
    let now = 0
    let most = 0
    const { promise: areAllBegun, resolve: goOn } = Promise.withResolvers<void>()
    const services = {
      store: async (request: StoreRequest) => {
        most = Math.max(most, ++now)
        await request.dataSet.discard()
        await areAllBegun
        now--
        return done
      },
    }
    const { ask } = await listen(t, { admit: () => ({ services }), maxPerformed: 4 })
    const association = await ask({
      asyncOperations: proposed === undefined ? undefined : { maxInvoked: proposed, maxPerformed: 1 },
    })
    const sent = Array.from({ length: 8 }, (_, index) =>
      store(association, object(pattern(5000), `2.25.${index}`)),
    )
    await until('as many are under way', () => now === expected)
    // One more would begin meanwhile.
    await delay(30)
    goOn()
    for (const { status } of await Promise.all(sent)) assert.equal(status, STATUS.success)
    assert.equal(most, expected)
    await association.release()
  }
})

test('a slow receiver slows the sender down: what waits in memory stays bounded', async (t) => {
  let most = 0
  const hash = createHash('sha256')
  const services = {
    store: async ({ dataSet }: StoreRequest) => {
      for (let batch = await dataSet.batch(); batch !== undefined; batch = await dataSet.batch()) {
        for (const bytes of batch) hash.update(bytes)
        await delay(2)
        most = Math.max(most, dataSet.queuedBytes)
      }
      return done
    },
  }
  const { ask } = await listen(t, { admit: () => ({ services }) })
  const association = await ask()
  const piece = pattern(1 << 20)
  let sentPieces = 0
  const expected = createHash('sha256')
  const source = (async function* () {
    for (; sentPieces < 100; sentPieces++) {
      expected.update(piece)
      yield piece
    }
  })()
  assert.equal((await store(association, object(source))).status, STATUS.success)
  assert.equal(hash.digest('hex'), expected.digest('hex'))
  assert.ok(most > 0 && most < 1.5 * 1024 * 1024, `${most} bytes waited`)
})

test('who writes asks for long batches: each is as long as asked for, or as the queue may be, but the last', async (t) => {
  const queued = DEFAULT_ASSOCIATION_LIMITS.maxQueuedBytes
  for (const [asked, atLeast] of [
    [200_000, 200_000],
    [10 * queued, queued],
  ] as const) {
    const sizes: number[] = []
    const services = {
      store: async ({ dataSet }: StoreRequest) => {
        for (
          let batch = await dataSet.batch(asked);
          batch !== undefined;
          batch = await dataSet.batch(asked)
        ) {
          sizes.push(batch.reduce((sum, { length }) => sum + length, 0))
        }
        return done
      },
    }
    const { ask } = await listen(t, { admit: () => ({ services }) })
    const association = await ask()
    const sent = pattern(2_000_001)
    assert.equal((await store(association, object(sent))).status, STATUS.success)
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      sent.length,
    )
    assert.ok(
      sizes.slice(0, -1).every((size) => size > 0.9 * atLeast),
      `${sizes} where ${atLeast} were asked for`,
    )
    await association.release()
  }
})

test('a source that breaks half-way aborts the association: half an object is none', async (t) => {
  const outcomes: unknown[] = []
  const services = {
    store: async (request: StoreRequest) => {
      await bytesOf(request).catch((error: unknown) => outcomes.push(error))
      return done
    },
  }
  const { ask, ends } = await listen(t, { admit: () => ({ services }) })
  const association = await ask()
  const source = (async function* () {
    yield pattern(1_000_000)
    throw new Error('the disk is gone')
  })()
  await assert.rejects(store(association, object(source)), /the disk is gone/)
  await until('both are told', () => ends.length > 0 && outcomes.length > 0)
  assert.equal(ends[0]?.kind, 'aborted')
  assert.ok(outcomes[0] instanceof AssociationError)
  const end = await association.ended
  assert.deepEqual(end, { kind: 'aborted', by: 'us', source: 0, reason: 0, why: 'user' })
})

test('a peer that says nothing any more is let go', async (t) => {
  const { ask, ends } = await listen(t, { limits: { idleMs: 60 } })
  const association = await ask()
  const end = await association.ended
  assert.deepEqual(end, { kind: 'aborted', by: 'peer', source: 0, reason: 0, why: 'peer' })
  assert.deepEqual(ends[0], { kind: 'aborted', by: 'us', source: 0, reason: 0, why: 'idle-timeout' })
})

test('a receiver that never answers is not waited for for ever', async (t) => {
  const { ask } = await listen(t, {
    admit: () => ({ services: { store: () => new Promise(() => undefined) } }),
  })
  const association = await ask({ limits: { dimseMs: 80 } })
  await assert.rejects(store(association, object(pattern(10))), /dimse-timeout/)
})

test('closing lets what is under way come to its end, and ends what does not', async (t) => {
  let [begun, closes] = [0, false]
  const services = {
    store: async (request: StoreRequest) => {
      begun++
      await request.dataSet.discard()
      await until('it closes', () => closes)
      return done
    },
  }
  const { ask, acceptor } = await listen(t, { admit: () => ({ services }) })
  const [busy, idle] = [await ask(), await ask()]
  const stored = store(busy, object(pattern(10)))
  await until('the object has begun', () => begun > 0)
  // As long as whatever this machine does otherwise may hold up the release.
  const closed = acceptor.close(10_000)
  await assert.rejects(ask(), AssociationError)
  closes = true
  assert.equal((await stored).status, STATUS.success)
  await busy.release()
  await closed
  assert.equal((await idle.ended).kind, 'aborted')
})

test('nobody listens: the error tells it', async () => {
  const { requestAssociation } = await import('./requestor.ts')
  const asked = { host: '127.0.0.1', port: 1, callingAeTitle: 'A', calledAeTitle: 'B', contexts: CONTEXTS }
  await assert.rejects(requestAssociation(asked), (error) => {
    return error instanceof AssociationError && error.end.kind === 'lost' && error.cause instanceof Error
  })
})
