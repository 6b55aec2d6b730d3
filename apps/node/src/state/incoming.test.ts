import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { NodeDatabase } from './database.ts'
import { IncomingQueue } from './incoming.ts'

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
