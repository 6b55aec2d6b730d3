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
    })),
  )
  queue.answered('m', 0, { state: 'refused', status: 0xa900, comment: '' })
  queue.learn(told)
  assert.equal(queue.instances('m').length, 2, 'what goes on stays as it is')

  queue.move('m', 'gone')
  queue.forgetInstances('m')
  assert.equal(queue.instances('m').length, 1)
  assert.equal(queue.learn(told), 1)
  assert.deepEqual(queue.instances('m'), [])
})
