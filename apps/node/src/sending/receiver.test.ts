/** The disk fills up at moments that no free space announced: what is refused leaves no file behind. */
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { STATUS, type StoreRequest } from '@epacs/dicom/network'
import { pino } from 'pino'
import {
  DataSetStream,
  type PieceKeeper,
} from '../../../../packages/dicom/src/network/dimse/data-set-stream.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import { Answers } from '../state/answers.ts'
import { NodeDatabase } from '../state/database.ts'
import { IncomingQueue } from '../state/incoming.ts'
import { LeftOut } from '../state/left-out.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { Participants } from '../state/participants.ts'
import { troubleOf } from '../trouble.ts'
import { Receiver } from './receiver.ts'
import { Room } from './room.ts'
import { Spool, SpoolFile } from './spool.ts'

const CONFIG = {
  dicom: { diskReserveBytes: 0 },
  pacs: [{ host: '127.0.0.1', port: 104, aeTitle: 'ARCHIVE' }],
  requests: { aeTitle: 'ANSWER' },
  rules: [{ name: 'both', when: { called: ['BOTH'] }, to: ['A', 'B'] }],
}

async function opened(t: TestContext, maxQueuedBytes: number | null = null) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-receiver-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  const participants = new Participants(database, () => ({}))
  participants.replace(['A', 'B'].map((aeTitle) => ({ id: aeTitle, name: aeTitle, aeTitle })))
  const spool = await Spool.open(join(folder, 'spool'), new Set())
  const queue = new OutgoingQueue(database)
  const config = {
    now: parseNodeConfig(
      JSON.stringify({ ...CONFIG, dicom: { ...CONFIG.dicom, maxQueuedBytes } }),
      'node.yaml',
    ),
  }
  const leftOut = new LeftOut(database)
  const logged: { msg: string; because?: string }[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const room = new Room({ spool, queue, config, log })
  const answers = new Answers(database)
  const parts = { spool, room, queue, onTaken: () => {}, leftOut, participants, config, log, answers }
  const receiver = new Receiver({ calling: 'PACS', called: 'BOTH' }, parts)
  const store = async (instance: number, keeper?: PieceKeeper) =>
    (await receiver.store(requestOf(instance, keeper))).status
  const moved = new Receiver({ calling: 'PACS', called: 'ANSWER' }, parts)
  const move = async (instance: number) => (await moved.store(requestOf(instance))).status
  const trouble = async () =>
    await troubleOf({
      room,
      queue: { outgoing: queue, incoming: new IncomingQueue(database) },
      isClockWrong: false,
      isPacsAway: false,
    })
  return {
    store,
    move,
    answers,
    spool,
    database,
    queue,
    trouble,
    said: () => logged.splice(0).map(({ msg, because }) => because ?? msg),
    left: async () => new Set(await readdir(spool.path)),
  }
}

function requestOf(instance: number, keeper?: PieceKeeper): StoreRequest {
  const bytes = ctSlice({ instance })
  const dataSet = new DataSetStream(() => undefined, 1024 ** 2, keeper)
  // Behind preamble, "DICM", and the group length with what it counts (PS3.10 §7.1).
  dataSet.push(bytes.subarray(132 + 12 + bytes.readUInt32LE(132 + 8)))
  dataSet.end()
  return {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: `1.2.826.0.1.3680043.10.1234.1.1.${instance}`,
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    dataSet,
  } as StoreRequest
}

const outOfSpace = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))

test('a disk that is full when a file is to be kept, or named for a second recipient: refused, and no file stays', async (t) => {
  const { store, spool, left, said } = await opened(t)
  const kept = t.mock.method(SpoolFile.prototype, 'keep', outOfSpace)
  assert.equal(await store(1), STATUS.outOfResources)
  assert.deepEqual(await left(), new Set())
  kept.mock.restore()
  const linked = t.mock.method(spool, 'linked', outOfSpace)
  assert.equal(await store(1), STATUS.outOfResources)
  assert.deepEqual(await left(), new Set())
  linked.mock.restore()
  assert.equal(await store(1), STATUS.success)
  assert.equal((await left()).size, 2)
  assert.deepEqual(said(), ['disk-full'], 'the log says it once')
  assert.equal(await store(2), STATUS.success)
  assert.deepEqual(said(), ['there is room again: images are taken'])
})

test('a disk that is full for the queue: refused with A700, and the spool has what the queue knows', async (t) => {
  const { store, database, queue, left } = await opened(t)
  assert.equal(await store(1), STATUS.success)
  // No page more than there are.
  database.get('pragma max_page_count = 1')
  let status: number = STATUS.success
  for (let instance = 2; instance < 200 && status === STATUS.success; instance += 1)
    status = await store(instance)
  assert.equal(status, STATUS.outOfResources)
  assert.deepEqual(await left(), queue.images.files())
})

test('a queue that is as large as it may be: refused with A700, told, and taken again when something has left', async (t) => {
  const { store, queue, trouble, left, said } = await opened(t, 1)
  assert.equal(await trouble(), null)
  assert.equal(await store(1), STATUS.success)
  assert.equal(await store(2), STATUS.outOfResources)
  assert.deepEqual(await left(), queue.images.files())
  assert.equal(await trouble(), 'queue-full')
  assert.equal(await store(3), STATUS.outOfResources)
  assert.deepEqual(said(), ['queue-full'], 'the log says it once')
  for (const { id } of queue.receiving()) queue.images.forgetInstances(id)
  assert.equal(await trouble(), null)
  assert.deepEqual(said(), ['there is room again: images are taken'])
  assert.equal(await store(2), STATUS.success)
})

test('a study that is moved again, since some of it failed, brings what is missing alone', async (t) => {
  const { move, answers, queue, left } = await opened(t)
  const study = '1.2.826.0.1.3680043.10.1234.1'
  assert.equal(await move(1), STATUS.processingFailure, 'nobody asked for it')
  answers.choose({ requestId: 'r', recipientId: 'A', recipientName: 'A', decidedBy: null }, [study])
  assert.equal(await move(1), STATUS.success)
  const [first] = queue.receiving()
  assert.ok(first)
  queue.move(first.id, 'delivered')
  queue.images.forgetInstances(first.id)
  assert.equal(await move(1), STATUS.success)
  assert.equal(queue.receiving().length, 0)
  assert.equal(await move(2), STATUS.success)
  const [second] = queue.receiving()
  assert.deepEqual(
    queue.images.instances(second?.id ?? '').map(({ sopInstanceUid }) => sopInstanceUid),
    [`${study}.1.2`],
  )
  assert.equal(answers.arrived({ requestId: 'r', study }), 2)
  assert.equal(answers.requestOf(second?.id ?? ''), 'r')
  const files = queue.images.files()
  assert.deepEqual(new Set([...(await left())].filter((file) => files.has(file))), files)
})

test('the memory that an image came in is given back once it is written, and takes the next one', async (t) => {
  const { store, spool } = await opened(t)
  const held = new Set<Uint8Array>()
  const keeper: PieceKeeper = {
    hold: (piece) => void held.add(piece),
    release(pieces) {
      // As what comes next would.
      for (const piece of pieces) {
        assert.ok(held.delete(piece))
        piece.fill(0)
      }
    },
  }
  assert.equal(await store(1, keeper), STATUS.success)
  assert.equal(held.size, 0)
  const [name = ''] = await readdir(spool.path)
  const written = await readFile(spool.at(name))
  const expected = ctSlice({ instance: 1 })
  assert.ok(written.subarray(-100).equals(expected.subarray(-100)))
  assert.ok(expected.subarray(-100).some((byte) => byte !== 0))
})
