import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Transfers } from '../transfers.ts'
import { Answers } from './answers.ts'
import { NodeDatabase } from './database.ts'
import { LeftOut } from './left-out.ts'
import { OutgoingQueue } from './outgoing.ts'
import { Participants } from './participants.ts'

/** A queue, and how an image of one study comes to it under a title. */
async function opened(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-outgoing-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  let aliases: Readonly<Record<string, string>> = { PRAHA: 'A' }
  const participants = new Participants(database, () => aliases)
  participants.replace([
    { id: 'a', name: 'Nemocnice A', aeTitle: 'A' },
    { id: 'b', name: 'Nemocnice B', aeTitle: 'B' },
  ])
  const queue = new OutgoingQueue(database)
  let files = 0
  const add = (called: string, image: number, studyInstances?: number) => {
    const recipient = participants.find(called)
    assert.ok(recipient)
    files += 1
    return queue.images.add(
      { called, calling: 'PACS', recipientId: recipient.id, recipientName: recipient.name },
      '1.2',
      {
        sopInstanceUid: `1.2.3.${image}`,
        file: `${files}.dcm`,
        sizeBytes: 4,
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        dataSetSha256: `${image}`,
        studyInstances,
      },
    )
  }
  const imagesFor = (recipientId: string) =>
    queue
      .receiving()
      .filter((each) => each.recipientId === recipientId)
      .map(({ id }) =>
        queue.images
          .instances(id)
          .map(({ sopInstanceUid }) => sopInstanceUid)
          .toSorted(),
      )
  const alias = (changed: Readonly<Record<string, string>>) => {
    aliases = changed
  }
  return { queue, add, imagesFor, alias, answers: new Answers(database), leftOut: new LeftOut(database) }
}

test('an alias that becomes another participant’s while a study is open: what comes from then on goes to that one', async (t) => {
  const { add, imagesFor, alias } = await opened(t)
  assert.equal(add('PRAHA', 1).result, 'taken')
  alias({ PRAHA: 'B' })
  assert.equal(add('PRAHA', 2).result, 'taken')
  // Sent again from the start: B has not had the first.
  assert.equal(add('PRAHA', 1).result, 'taken')
  assert.equal(add('PRAHA', 2).result, 'repeated')
  assert.deepEqual(imagesFor('a'), [['1.2.3.1']])
  assert.deepEqual(imagesFor('b'), [['1.2.3.1', '1.2.3.2']])
})

test('a participant that is called by its title and by an alias gets one message, and each image once', async (t) => {
  const { add, imagesFor } = await opened(t)
  add('PRAHA', 1)
  assert.equal(add('A', 1).result, 'repeated')
  assert.equal(add('A', 2).result, 'taken')
  assert.deepEqual(imagesFor('a'), [['1.2.3.1', '1.2.3.2']])
})

test('pauses grow with what fails in vain; an attempt that brought something is followed by a short one', async (t) => {
  const { queue, add } = await opened(t)
  const { outgoingId: id } = add('A', 1)
  const transfers = new Transfers()
  /** @returns the pause behind an attempt that began at these bytes, in milliseconds */
  const broken = (bytes: number) => {
    if (transfers.hasComeFurther(id, bytes)) queue.goesOn(id)
    queue.postpone(id, 'the line broke')
    return (queue.find(id)?.nextMs ?? 0) - Date.now()
  }
  for (let times = 0; times < 5; times++) broken(0)
  assert.ok(broken(0) > 20_000)
  for (const bytes of [10, 20, 30]) assert.ok(broken(bytes) <= 1000, `${bytes}`)
  for (let times = 0; times < 5; times++) broken(30)
  assert.ok(broken(30) > 20_000)
})

test('what was moved for two requests of one institution answers both, goes once, and is nobody’s when redirected', async (t) => {
  const { queue, add, answers } = await opened(t)
  const asking = { recipientId: 'a', recipientName: 'Nemocnice A', decidedBy: null }
  const requests = ['r1', 'r2']
  for (const requestId of requests) answers.choose({ ...asking, requestId }, ['1.2'])
  const statesOf = () => requests.map((id) => answers.of(id)[0]?.state)
  assert.equal(answers.waitingFor('1.2').length, 2)
  const image = { study: '1.2', sopInstanceUid: '1.2.3.1', dataSetSha256: '1' }
  assert.equal(answers.goneWith(requests, image), undefined)
  const { outgoingId: id } = add('A', 1)
  answers.note(id, requests, image)
  assert.equal(answers.goneWith(['r2'], image), id)
  assert.equal(answers.goneWith(['r3'], image), undefined, 'of another request')
  assert.equal(answers.goneWith(['r2'], { ...image, dataSetSha256: '2' }), undefined, 'of other content')
  assert.deepEqual(
    requests.map((requestId) => answers.arrived({ requestId, study: '1.2' })),
    [1, 1],
  )
  for (const each of answers.waitingFor('1.2')) answers.moved(each)
  answers.failUnlinked('lost')
  assert.deepEqual(statesOf(), ['moved', 'moved'])
  queue.move(id, 'delivered')
  assert.deepEqual(answers.answered(), requests)

  assert.equal(answers.requestOf(id), 'r1')
  answers.unlink(id, 'r1')
  assert.equal(answers.requestOf(id), 'r2')
  answers.failUnlinked('lost')
  assert.deepEqual(statesOf(), ['failed', 'moved'])
  queue.redirection.begin(id, { called: 'B', recipientId: 'b', recipientName: 'Nemocnice B' })
  queue.redirection.carryOut(id)
  assert.equal(answers.requestOf(id), undefined)
  answers.failUnlinked('lost')
  assert.deepEqual(statesOf(), ['failed', 'failed'])
  answers.choose({ ...asking, requestId: 'r2' }, ['1.2'])
  assert.deepEqual(statesOf(), ['failed', 'waiting'])
})

test('a message that may be made already answers nothing more', async (t) => {
  const { queue, add, answers } = await opened(t)
  const { outgoingId: id } = add('A', 1)
  queue.move(id, 'uploading')
  answers.note(id, ['r'], { study: '1.2', sopInstanceUid: '1.2.3.1', dataSetSha256: '1' })
  assert.equal(answers.requestOf(id), undefined)
})

test('what a rule left out is not missing: nothing is told of how many there are', async (t) => {
  const { queue, add, leftOut } = await opened(t)
  const { outgoingId: id } = add('A', 1, 3)
  assert.equal(queue.images.announced(id)?.instances, 3)
  const image = { study: '1.2', series: '1.2.3', sopInstanceUid: '1.2.3.2', modality: 'SR' }
  leftOut.add({ ...image, calling: 'PACS', called: 'A', rule: 'no reports' })
  assert.equal(queue.images.announced(id), undefined)
})

test('pauses that grew while the centre was away are over when it answers: the next failure waits a second again', async (t) => {
  const { queue, add } = await opened(t)
  add('A', 1)
  const [{ id } = { id: '' }] = queue.receiving()
  queue.move(id, 'uploading', {})
  for (let failures = 0; failures < 8; failures++) queue.postpone(id, 'the centre is away')
  assert.ok((queue.find(id)?.nextMs ?? 0) > Date.now() + 60_000)
  queue.retryNow()
  queue.postpone(id, 'the line was cut')
  assert.ok((queue.find(id)?.nextMs ?? Number.NaN) <= Date.now() + 1000)
})
