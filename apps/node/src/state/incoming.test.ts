import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { NodeDatabase } from './database.ts'
import { IncomingQueue } from './incoming.ts'

test('whether rules for identifiers are about a delivery is decided once, also for the next start of the node', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const told = ['before', 'after'].map((message) => ({
    ...{ message, sender: { name: 'Motol' }, urgent: false, instances: 1, sizeBytes: 4 },
  }))
  const first = NodeDatabase.open(join(folder, 'node.sqlite'))
  const queue = new IncomingQueue(first)
  queue.learn(told)
  assert.equal(queue.decideByRules('before', false), false)
  first.close()
  const second = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => second.close())
  const again = new IncomingQueue(second)
  // They were switched on in between.
  assert.equal(again.decideByRules('before', true), false)
  assert.equal(again.decideByRules('after', true), true)
  assert.equal(again.decideByRules('after', false), true)
})

test('a delivery that comes back is listed anew, also when the PACS had refused a part of it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  const queue = new IncomingQueue(database)
  const told = [{ message: 'm', sender: { name: 'Motol' }, urgent: false, instances: 2, sizeBytes: 8 }]
  queue.learn(told)
  queue.listed(
    'm',
    [0, 1].map((position) => ({
      position,
      sopInstanceUid: `1.2.${position}`,
      sopClassUid: '1.3',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      offsetBytes: 0,
      sizeBytes: 4,
      sha256: 'ff',
      modality: '',
    })),
    () => ['PACS'],
  )
  queue.answered('m', { position: 0, pacs: 'PACS' }, { state: 'refused', status: 0xa900, comment: '' })
  queue.learn(told)
  assert.equal(queue.instances('m').length, 2, 'what goes on stays as it is')

  queue.move('m', 'gone')
  queue.forgetInstances('m')
  assert.equal(queue.instances('m').length, 1)
  assert.equal(queue.learn(told), 1)
  assert.deepEqual(queue.instances('m'), [])
})

test('of several PACS a delivery has each image once, and what waits for one that is gone goes where it would go now', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  const queue = new IncomingQueue(database)
  queue.learn([{ message: 'm', sender: { name: 'Motol' }, urgent: false, instances: 3, sizeBytes: 12 }])
  const listed = ['MR', 'MR', 'CT'].map((modality, position) => ({
    ...{ position, modality, sopInstanceUid: `1.2.${position}`, sopClassUid: '1.3' },
    ...{ transferSyntaxUid: '1.2.840.10008.1.2.1', offsetBytes: 0, sizeBytes: 4, sha256: 'ff' },
  }))
  queue.listed('m', listed, (modality) => (modality === 'MR' ? ['ARCHIVE', 'NEURO'] : ['ARCHIVE']))
  const stored = { state: 'stored', status: 0, comment: '' } as const
  for (const position of [0, 1, 2]) queue.answered('m', { position, pacs: 'ARCHIVE' }, stored)
  queue.answered('m', { position: 0, pacs: 'NEURO' }, stored)
  assert.deepEqual(queue.count('m'), { waiting: 1, stored: 2, refused: 0, committed: 0 })
  assert.equal(queue.recent(1)[0]?.stored, 2)
  assert.equal(queue.listing('m').length, 3)
  const none = { refused: 0, committed: 0, trouble: null }
  assert.deepEqual(
    queue.pacs.counted('m').map((each) => ({ ...each })),
    [
      { pacs: 'ARCHIVE', waiting: 0, stored: 3, ...none },
      { pacs: 'NEURO', waiting: 1, stored: 1, ...none },
    ],
  )
  // What ARCHIVE has already it does not get again.
  queue.pacs.chooseAnew('m', ['ARCHIVE', 'HEADS'], () => ['ARCHIVE', 'HEADS'])
  assert.deepEqual(
    queue.instances('m', 'waiting').map(({ position, pacs }) => [position, pacs]),
    [[1, 'HEADS']],
  )
  queue.answered('m', { position: 1, pacs: 'HEADS' }, { state: 'refused', status: 0xa900, comment: '' })
  assert.deepEqual(queue.count('m'), { waiting: 0, stored: 2, refused: 1, committed: 0 })
})

test('pauses that grew while the centre was away are over when it answers; a PACS was asked as often as before', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  const queue = new IncomingQueue(database)
  const of = (message: string) => ({
    message,
    sender: { name: 'Motol' },
    urgent: false,
    instances: 1,
    sizeBytes: 4,
  })
  queue.learn([of('fetched'), of('asked')])
  queue.move('asked', 'storing')
  for (let failures = 0; failures < 8; failures++) {
    for (const message of ['fetched', 'asked']) queue.postpone(message, 'the centre is away')
  }
  queue.retryNow()
  assert.equal(queue.find('asked')?.attempts, 8)
  queue.postpone('fetched', 'the line was cut')
  assert.ok((queue.find('fetched')?.nextMs ?? Number.NaN) <= Date.now() + 1000)
})
