import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import type { Association } from '../association/association.ts'
import { STORAGE_COMMITMENT } from '../association/storage-classes.ts'
import { decodeCommand, encodeCommand } from '../dimse/command-set.ts'
import { STATUS } from '../dimse/commands.ts'
import { DataSetStream } from '../dimse/data-set-stream.ts'
import { PduError } from '../pdu/pdu-error.ts'
import { CT_IMAGE, EXPLICIT_LITTLE, IMPLICIT_LITTLE, listen } from '../testing/loopback.ts'
import {
  type Commitment,
  type CommitmentRequest,
  readCommitment,
  writeCommitment,
} from './commitment-data-set.ts'
import { reportCommitment, requestCommitment } from './using.ts'

const done = { status: STATUS.success }
const COMMITMENT = { abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT_LITTLE] }
const instances = Array.from({ length: 3000 }, (_, index) => ({
  sopClassUid: CT_IMAGE,
  sopInstanceUid: `2.25.${index}`,
}))
const request: CommitmentRequest = { transactionUid: '2.25.99', instances }
const result: Commitment = {
  transactionUid: '2.25.99',
  done: instances.slice(1),
  failed: [{ sopClassUid: CT_IMAGE, sopInstanceUid: '2.25.0', reason: 0x0112 }],
}

async function reread(bytes: Uint8Array, syntax: string): Promise<Commitment | undefined> {
  const stream = new DataSetStream(() => undefined, Number.POSITIVE_INFINITY)
  for (let at = 0; at < bytes.length; at += 7) stream.push(bytes.subarray(at, at + 7))
  stream.end()
  return await readCommitment(stream, syntax)
}

test('results are read as they were written, in both plain encodings', async () => {
  for (const syntax of [IMPLICIT_LITTLE, EXPLICIT_LITTLE]) {
    assert.deepEqual(await reread(writeCommitment(result, syntax), syntax), result)
    const nothing = { transactionUid: '1.2', done: [], failed: [] }
    assert.deepEqual(await reread(writeCommitment(nothing, syntax), syntax), nothing)
  }
})

test('damaged results are unreadable or other results, and never a failure of ours', async () => {
  const bytes = writeCommitment({ ...result, done: instances.slice(0, 3) }, EXPLICIT_LITTLE)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1 }),
      async (changes) => {
        const damaged = bytes.slice()
        for (const [at, value] of changes) damaged[at] = value
        await reread(damaged, EXPLICIT_LITTLE)
      },
    ),
    { numRuns: 500 },
  )
})

test('damaged command sets give a typed error or another command set', () => {
  const bytes = encodeCommand({
    commandField: 1,
    messageId: 2,
    affectedSopClassUid: CT_IMAGE,
    offendingElement: [1, 2],
  })
  assert.deepEqual(decodeCommand(bytes), {
    commandField: 1,
    messageId: 2,
    affectedSopClassUid: CT_IMAGE,
    offendingElement: [1, 2],
  })
  fc.assert(
    fc.property(fc.nat(bytes.length), fc.nat(bytes.length - 1), fc.nat(255), (cut, at, value) => {
      const damaged = bytes.slice(0, cut)
      if (at < cut) damaged[at] = value
      try {
        decodeCommand(damaged)
      } catch (error) {
        if (!(error instanceof PduError)) throw error
      }
    }),
  )
})

test('a sender asks for commitment and is told the result on the same association', async (t) => {
  const asked: [CommitmentRequest, Association][] = []
  const told: Commitment[] = []
  const { ask } = await listen(t, {
    admit: () => ({
      services: {
        commit: async (request, association) => {
          asked.push([request, association])
          return done
        },
      },
    }),
  })
  const association = await ask({
    contexts: [COMMITMENT],
    services: {
      committed: async (result) => {
        told.push(result)
        return done
      },
    },
  })
  assert.equal((await requestCommitment(association, request)).status, STATUS.success)
  const [[came, back] = []] = asked
  assert.deepEqual(came, request)
  assert.ok(back)
  assert.equal((await reportCommitment(back, result)).status, STATUS.success)
  assert.deepEqual(told, [result])
  await association.release()
})

test('the result is told on a new association, where the one who reports asks to be SCP', async (t) => {
  const told: Commitment[] = []
  const { ask } = await listen(t, {
    admit: () => ({
      services: {
        committed: async (result) => {
          told.push(result)
          return done
        },
      },
    }),
  })
  const association = await ask({
    contexts: [COMMITMENT],
    roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: false, scp: true }],
  })
  const context = association.context(STORAGE_COMMITMENT)
  assert.deepEqual([context?.requestorIsScu, context?.requestorIsScp], [false, true])
  assert.equal((await reportCommitment(association, result)).status, STATUS.success)
  assert.deepEqual(told, [result])
  await association.release()
})

test('a side that commits nothing says so, and so does one that cannot read what it is asked', async (t) => {
  const { ask } = await listen(t)
  const association = await ask({ contexts: [COMMITMENT] })
  assert.equal((await requestCommitment(association, request)).status, STATUS.unrecognizedOperation)
  const other = await listen(t, { admit: () => ({ services: { commit: async () => done } }) })
  const asking = await other.ask({ contexts: [COMMITMENT] })
  const context = asking.context(STORAGE_COMMITMENT)
  assert.ok(context)
  const command = { commandField: 0x0130, requestedSopClassUid: STORAGE_COMMITMENT, actionTypeId: 1 }
  const answer = async (change: object, dataSet: Uint8Array) =>
    (await asking.invoke(context, { ...command, ...change }, dataSet)).command.status
  assert.equal(await answer({}, new Uint8Array(20)), STATUS.invalidArgumentValue)
  assert.equal(await answer({}, new Uint8Array(3_000_000)), STATUS.invalidArgumentValue)
  assert.equal(await answer({ actionTypeId: 2 }, new Uint8Array(2)), STATUS.noSuchActionType)
  assert.equal(await answer({ requestedSopClassUid: '1.2' }, new Uint8Array(2)), STATUS.noSuchSopClass)
  await delay(10)
})
