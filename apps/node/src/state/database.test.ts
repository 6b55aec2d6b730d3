import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { NodeDatabase } from './database.ts'
import { IncomingQueue } from './incoming.ts'
import { OutgoingQueue } from './outgoing.ts'

test('a newer node knows what the one before it had in its queues, with every image', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'node.sqlite')
  const older = NodeDatabase.open(path, 1)
  older.run(`insert into outgoing (id, called, recipient_id, recipient_name, calling, study, state, created_ms, changed_ms)
    values ('a', 'B', 'c', 'D', 'E', '1.2', 'uploading', 1, 2)`)
  older.run(`insert into outgoing_instance values ('a', '1.2.3', 'f.dcm', 4, '1.2.840.10008.1.2.1', 'ff')`)
  older.run(`insert into incoming (message_id, sender_name, urgent, instances, size_bytes, state, created_ms, changed_ms)
    values ('m', 'S', 0, 1, 4, 'storing', 1, 2)`)
  older.run(`insert into incoming_instance (message_id, position, sop_instance_uid, sop_class_uid,
    transfer_syntax_uid, offset_bytes, size_bytes, sha256) values ('m', 0, '1.2.3', '1.2', '1.2.840.10008.1.2.1', 0, 4, 'ff')`)
  older.close()

  for (const opening of ['first', 'second']) {
    const database = NodeDatabase.open(path)
    const [outgoing, incoming] = [new OutgoingQueue(database), new IncomingQueue(database)]
    assert.equal(outgoing.find('a')?.state, 'uploading', opening)
    assert.equal(outgoing.find('a')?.requestKey, 'a')
    assert.deepEqual([...outgoing.images.files()], ['f.dcm'])
    assert.equal(incoming.instances('m', 'waiting').length, 1)
    database.close()
  }
  const database = NodeDatabase.open(path)
  new OutgoingQueue(database).move('a', 'cancelled')
  new OutgoingQueue(database).forgetBefore(Date.now() + 1)
  assert.deepEqual(database.all('select * from outgoing_instance'), [])
  database.close()
})

test('two open messages for one recipient, of a node that told them apart by the title called, both go on', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-state-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'node.sqlite')
  const older = NodeDatabase.open(path, 4)
  for (const [id, called, createdMs] of [
    ['a', 'PRAHA', 1],
    ['b', 'FNMOTOL', 2],
  ] as const) {
    older.run(
      `insert into outgoing (id, called, recipient_id, recipient_name, calling, study, state, created_ms, changed_ms)
      values (?, ?, 'motol', 'Motol', 'PACS', '1.2', 'receiving', ?, 2)`,
      ...[id, called, createdMs],
    )
    older.run(
      `insert into outgoing_instance values (?, '1.2.3', ?, 4, '1.2.840.10008.1.2.1', 'ff')`,
      ...[id, `${id}.dcm`],
    )
  }
  older.close()

  const database = NodeDatabase.open(path)
  t.after(() => database.close())
  const queue = new OutgoingQueue(database)
  assert.deepEqual(
    ['a', 'b'].map((id) => queue.find(id)?.state),
    ['packing', 'receiving'],
  )
  assert.deepEqual(queue.images.files(), new Set(['a.dcm', 'b.dcm']))
})
