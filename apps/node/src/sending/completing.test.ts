/** When a study is complete: by a clock that is never set, whatever becomes of the association and of the machine's clock. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { requestAssociation, store } from '@epacs/dicom/network'
import { pino } from 'pino'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import { NodeDatabase } from '../state/database.ts'
import { LeftOut } from '../state/left-out.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { Participants } from '../state/participants.ts'
import { declared } from './declared.ts'
import { DicomPort } from './dicom-port.ts'
import { Room } from './room.ts'
import { Spool } from './spool.ts'

const QUIET_SECONDS = 60
const RELEASE_SECONDS = 5
const HOUR_MS = 3_600_000

const CONFIG = {
  dicom: {
    host: '127.0.0.1',
    port: 1,
    callers: [{ aeTitle: 'PACS', addresses: ['127.0.0.1'] }],
    diskReserveBytes: 0,
    quietSeconds: QUIET_SECONDS,
    releaseSeconds: RELEASE_SECONDS,
  },
}

/** A port with a clock of the test's own, and one association that has brought one image. */
async function brought(
  t: TestContext,
  toDataSet = (bytes: Uint8Array) => bytes,
  releaseSeconds = RELEASE_SECONDS,
) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-completing-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  const participants = new Participants(database, () => ({}))
  participants.replace([{ id: 'a', name: 'Nemocnice A', aeTitle: 'A' }])
  const parsed = parseNodeConfig(JSON.stringify(CONFIG), 'node.yaml')
  const now = { ...parsed, dicom: { ...parsed.dicom, port: 0, releaseSeconds } }
  const queue = new OutgoingQueue(database)
  const spool = await Spool.open(join(folder, 'spool'), new Set())
  const log = pino({ level: 'silent' })
  const complete: string[] = []
  const clock = { ms: 1000, asked: 0 }
  const port = await DicomPort.open({
    config: { now, onChange: () => undefined },
    spool,
    room: new Room({ spool, queue, config: { now }, log }),
    queue,
    leftOut: new LeftOut(database),
    participants,
    log,
    onTaken: () => undefined,
    onComplete: (id) => complete.push(id),
    onCommitted: () => undefined,
    committing: () => assert.fail('nobody may ask for commitment'),
    queried: () => undefined,
    steadyMs: () => {
      clock.asked++
      return clock.ms
    },
  })
  t.after(async () => {
    await port.close()
    database.close()
    await rm(folder, { recursive: true })
  })
  const object = storedObject(ctSlice({ study: 1, instance: 1 }))
  assert.ok(object)
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet } = object
  const association = await requestAssociation({
    host: '127.0.0.1',
    port: port.ports.plain ?? assert.fail('no port without TLS'),
    callingAeTitle: 'PACS',
    calledAeTitle: 'A',
    contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] }],
  })
  t.after(() => association.abort())
  const send = async (uid = sopInstanceUid) => {
    const bytes = Buffer.from(toDataSet(dataSet))
    const at = bytes.indexOf(sopInstanceUid)
    bytes.write(uid, at, 'latin1')
    const object = { sopClassUid, sopInstanceUid: uid, transferSyntaxUid, dataSet: bytes }
    assert.equal((await store(association, object)).status, 0)
  }
  await send()
  const lookedTwice = async () => {
    const { asked } = clock
    await until('it was looked', () => clock.asked >= asked + 2)
  }
  return { port, association, queue, complete, clock, lookedTwice, send, sopInstanceUid }
}

const completed = async (complete: readonly string[]) =>
  await until('the study is complete', () => complete.length === 1)

test('an association that was aborted: the study is complete after the quiet time, not before', async (t) => {
  const { port, association, complete, clock, lookedTwice } = await brought(t)
  association.abort()
  await until('the association is over', () => port.associations === 0)
  clock.ms += (QUIET_SECONDS - 1) * 1000
  await lookedTwice()
  assert.deepEqual(complete, [])
  clock.ms += 1000
  await completed(complete)
})

test('a port that is closed completes nothing any more: the next start does', async (t) => {
  const releaseSeconds = 0.3
  const { port, association, queue, complete, clock } = await brought(t, undefined, releaseSeconds)
  await association.release()
  await until('the association is over', () => port.associations === 0)
  clock.ms += QUIET_SECONDS * 1000
  await port.close()
  const { asked } = clock
  await delay(2 * releaseSeconds * 1000)
  assert.equal(clock.asked, asked, 'nobody looks any more')
  assert.deepEqual(complete, [])
  assert.equal(queue.receiving().length, 1)
})

test('the clock set forward parts no study whose association stands', async (t) => {
  const { association, complete, clock, lookedTwice } = await brought(t)
  const now = Date.now()
  t.mock.method(Date, 'now', () => now + HOUR_MS)
  await lookedTwice()
  assert.deepEqual(complete, [])
  await association.release()
  await lookedTwice()
  clock.ms += RELEASE_SECONDS * 1000
  await completed(complete)
})

test('the clock set back keeps no study open', async (t) => {
  const { port, association, complete, clock } = await brought(t)
  const now = Date.now()
  t.mock.method(Date, 'now', () => now - HOUR_MS)
  await association.release()
  await until('the association is over', () => port.associations === 0)
  clock.ms += RELEASE_SECONDS * 1000
  await completed(complete)
})

test('a study that says how many images it has is complete with the last, though the association stands', async (t) => {
  const { queue, complete, lookedTwice, send, sopInstanceUid } = await brought(t, announcing)
  await lookedTwice()
  // The same once more is no other.
  await send()
  await lookedTwice()
  assert.deepEqual(complete, [])
  await send(`${sopInstanceUid.slice(0, -1)}2`)
  await completed(complete)
  const announced = queue.images.announced(complete[0] ?? '')
  assert.deepEqual({ ...announced }, { study: '1.2.826.0.1.3680043.10.1234.1', instances: 2 })
  assert.deepEqual(declared(announced === undefined ? [] : [{ ...announced }]), {
    declared: [{ ...announced }],
  })
})

test('of a study that the centre would not take a declaration of nothing is declared', () => {
  for (const study of ['', '1.2.x', '1'.repeat(65)]) assert.deepEqual(declared([{ study, instances: 1 }]), {})
  assert.deepEqual(declared([{ study: '1.2', instances: 100_001 }]), {})
  assert.deepEqual(declared([]), {})
})

/** With (0020,1208) IS of 2, before the pixel data. */
function announcing(dataSet: Uint8Array): Uint8Array {
  const bytes = Buffer.from(dataSet)
  const at = bytes.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x57]))
  assert.ok(at > 0)
  const element = Buffer.from([0x20, 0, 0x08, 0x12, 0x49, 0x53, 2, 0, 0x32, 0x20])
  return Buffer.concat([bytes.subarray(0, at), element, bytes.subarray(at)])
}
