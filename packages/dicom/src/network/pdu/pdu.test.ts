import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { split } from '../../testing/random-object.ts'
import { APPLICATION_CONTEXT, type ControlPdu, type UserInformation } from './pdu.ts'
import { PduError, type PduProblem } from './pdu-error.ts'
import { PduStream, type PduStreamLimits } from './pdu-stream.ts'
import { readControlPdu } from './read-pdu.ts'
import { writeControlPdu, writeDataHeader } from './write-pdu.ts'

const uid = fc
  .array(fc.integer({ min: 0, max: 99999 }), { minLength: 2, maxLength: 9 })
  .map((parts) => `1.${parts.join('.')}`)
const title = fc.stringMatching(/^[A-Z0-9_]{1,16}$/)
const blob = fc.uint8Array({ maxLength: 40 })
const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
/** Objects as literals make them. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true })
const uint16 = fc.integer({ min: 0, max: 0xffff })

const user: fc.Arbitrary<UserInformation> = record({
  maxPduBytes: option(fc.integer({ min: 0, max: 0xffffffff })),
  implementationClassUid: uid,
  implementationVersionName: title,
  asyncOperations: option(record({ maxInvoked: uint16, maxPerformed: uint16 })),
  roles: fc.array(record({ sopClassUid: uid, scu: fc.boolean(), scp: fc.boolean() }), { maxLength: 3 }),
  extended: fc.array(record({ sopClassUid: uid, information: blob }), { maxLength: 3 }),
  commonExtended: fc.array(
    record({
      sopClassUid: uid,
      serviceClassUid: uid,
      relatedSopClassUids: fc.array(uid, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  userIdentity: option(
    record({
      type: fc.integer({ min: 1, max: 5 }),
      wantsReply: fc.boolean(),
      primary: blob,
      secondary: blob,
    }),
  ),
  userIdentityReply: option(blob),
})
const ids = fc.uniqueArray(
  fc.integer({ min: 0, max: 127 }).map((number) => 2 * number + 1),
  { maxLength: 128 },
)
const titles = record({
  protocolVersion: fc.constant(1),
  calledAeTitle: title,
  callingAeTitle: title,
  applicationContext: fc.constant(APPLICATION_CONTEXT),
  user,
})
const request = fc
  .tuple(titles, ids, uid, fc.array(uid, { minLength: 1, maxLength: 4 }))
  .map(([parts, contextIds, abstractSyntax, transferSyntaxes]): ControlPdu => {
    const contexts = contextIds.map((id) => ({ id, abstractSyntax, transferSyntaxes }))
    return { type: 'associate-request', ...parts, contexts }
  })
const accept = fc.tuple(titles, ids, uid).map(([parts, contextIds, transferSyntax]): ControlPdu => {
  const contexts = contextIds.map((id) => ({ id, result: 0 as const, transferSyntax }))
  return { type: 'associate-accept', ...parts, contexts }
})
const uint8 = fc.integer({ min: 0, max: 255 })
const controlPdu: fc.Arbitrary<ControlPdu> = fc.oneof(
  request,
  accept,
  record({ type: fc.constant('associate-reject' as const), result: uint8, source: uint8, reason: uint8 }),
  fc.constant({ type: 'release-request' } as const),
  fc.constant({ type: 'release-reply' } as const),
  record({ type: fc.constant('abort' as const), source: uint8, reason: uint8 }),
)

interface DataPdu {
  readonly type: 'data'
  readonly fragments: readonly {
    readonly contextId: number
    readonly control: number
    readonly bytes: Uint8Array
  }[]
}
const dataPdu: fc.Arbitrary<DataPdu> = record({
  type: fc.constant('data' as const),
  fragments: fc.array(
    record({
      contextId: uint8,
      control: fc.integer({ min: 0, max: 3 }),
      bytes: fc.uint8Array({ maxLength: 200 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

function encode(pdu: ControlPdu | DataPdu): Uint8Array {
  if (pdu.type !== 'data') return writeControlPdu(pdu)
  const items = pdu.fragments.map(({ contextId, control, bytes }) => {
    const item = new Uint8Array(12 + bytes.length)
    writeDataHeader(item, contextId, control, bytes.length)
    item.set(bytes, 12)
    return item.subarray(6)
  })
  const body = Buffer.concat(items)
  const whole = new Uint8Array(6 + body.length)
  whole[0] = 4
  new DataView(whole.buffer).setUint32(2, body.length)
  whole.set(body, 6)
  return whole
}

const LIMITS: PduStreamLimits = { maxDataPduBytes: 0, maxControlPduBytes: 1 << 20 }

/** Everything that a stream tells, fragments put together again. */
function readAll(parts: Iterable<Uint8Array>, limits = LIMITS): (ControlPdu | DataPdu)[] {
  const told: (ControlPdu | { type: 'data'; fragments: DataPdu['fragments'][number][] })[] = []
  let open: Uint8Array[] = []
  const stream = new PduStream(
    {
      controlPdu: (pdu) => told.push(pdu),
      beginData: () => {
        told.push({ type: 'data', fragments: [] })
        return true
      },
      fragment({ contextId, isCommand, isLastFragment, isEnd, bytes }) {
        open.push(bytes.slice())
        if (!isEnd) return
        const last = told.at(-1)
        if (last?.type !== 'data') throw new Error('a fragment outside of P-DATA-TF')
        const control = (isCommand ? 1 : 0) + (isLastFragment ? 2 : 0)
        last.fragments.push({ contextId, control, bytes: new Uint8Array(Buffer.concat(open)) })
        open = []
      },
    },
    limits,
  )
  for (const part of parts) stream.push(part)
  assert.equal(stream.isMidway, false)
  return told
}

function problemOf(bytes: Uint8Array, limits = LIMITS): PduProblem | undefined {
  try {
    readAll([bytes], limits)
    return undefined
  } catch (error) {
    if (error instanceof PduError) return error.code
    throw error
  }
}

test('what is written is read again, wherever the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(controlPdu, dataPdu), { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (pdus, cuts) => {
        const whole = new Uint8Array(Buffer.concat(pdus.map(encode)))
        assert.deepEqual(readAll(split(whole, cuts)), pdus)
      },
    ),
  )
})

test('a stream that comes byte by byte says the same as one in a single piece', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(controlPdu, dataPdu), { minLength: 1, maxLength: 3 }), (pdus) => {
      const whole = new Uint8Array(Buffer.concat(pdus.map(encode)))
      assert.deepEqual(readAll([...whole].map((byte) => Uint8Array.of(byte))), pdus)
    }),
    { numRuns: 30 },
  )
})

test('damaged PDUs give a typed error or another PDU, never anything else', () => {
  fc.assert(
    fc.property(
      fc.oneof(controlPdu, dataPdu),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      (pdu, changes, cut) => {
        const bytes = encode(pdu)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const stream = new PduStream(
          { controlPdu: () => undefined, beginData: () => true, fragment: () => undefined },
          LIMITS,
        )
        try {
          stream.push(bytes.subarray(0, cut % (bytes.length + 1)))
          stream.push(bytes)
        } catch (error) {
          if (!(error instanceof PduError)) throw error
        }
      },
    ),
    { numRuns: Number(process.env.EPACS_FUZZ_RUNS ?? 2000) },
  )
})

test('lengths that lie are refused before anything is kept of what they promise', () => {
  const header = (type: number, length: number, ...rest: number[]) => {
    const bytes = Uint8Array.of(type, 0, 0, 0, 0, 0, ...rest)
    new DataView(bytes.buffer).setUint32(2, length)
    return bytes
  }
  assert.equal(problemOf(header(1, 0xffffffff)), 'pdu-too-long')
  assert.equal(problemOf(header(7, 5)), 'pdu-too-long')
  assert.equal(problemOf(header(5, 3)), 'damaged-pdu')
  assert.equal(problemOf(header(0, 4)), 'unrecognized-pdu')
  assert.equal(problemOf(header(8, 4)), 'unrecognized-pdu')
  assert.equal(problemOf(header(4, 0)), 'damaged-pdu')
  assert.equal(problemOf(header(4, 101), { ...LIMITS, maxDataPduBytes: 100 }), 'pdu-too-long')
  assert.equal(problemOf(header(4, 10, 0, 0, 0, 1, 1, 2)), 'damaged-pdu')
  assert.equal(problemOf(header(4, 10, 0, 0, 0, 7, 1, 2)), 'damaged-pdu')
  assert.equal(problemOf(header(4, 10, 0, 0, 0, 4, 1, 2)), 'damaged-pdu')
  assert.equal(problemOf(header(1, 10, 0, 1, 0, 0, 1, 2, 3, 4, 5, 6)), 'damaged-pdu')
})

test('contexts of one ID, of an even one, or without an abstract syntax are refused', () => {
  const context = { id: 1, abstractSyntax: '1.2', transferSyntaxes: ['1.2.840.10008.1.2'] }
  const asked = (contexts: readonly (typeof context)[]) => {
    const [pdu] = fc.sample(request, 1)
    if (pdu?.type !== 'associate-request') throw new Error('no request')
    const bytes = writeControlPdu({ ...pdu, contexts })
    return () => readControlPdu(1, bytes.subarray(6))
  }
  const code = (expected: PduProblem) => (error: unknown) =>
    error instanceof PduError && error.code === expected
  assert.doesNotThrow(asked([context, { ...context, id: 3 }]))
  assert.throws(asked([context, context]), code('unexpected-item'))
  assert.throws(asked([{ ...context, id: 2 }]), code('invalid-value'))
  assert.throws(asked([{ ...context, abstractSyntax: '' }]), code('damaged-pdu'))
  assert.throws(asked([{ ...context, abstractSyntax: '1.'.repeat(40) }]), code('invalid-value'))
})

test('fragments pass by as views of the chunk that they came in', () => {
  const bytes = encode({
    type: 'data',
    fragments: [{ contextId: 1, control: 0, bytes: new Uint8Array(1000) }],
  })
  let isView = false
  const stream = new PduStream(
    {
      controlPdu: () => undefined,
      beginData: () => true,
      fragment: (piece) => {
        isView = piece.bytes.buffer === bytes.buffer
      },
    },
    LIMITS,
  )
  stream.push(bytes)
  assert.ok(isView)
})
