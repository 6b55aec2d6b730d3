/** What a power cut leaves: rows of images whose files are not there, or not wholly. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { NodeDatabase } from '../state/database.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { findLost } from './lost-images.ts'
import { Spool } from './spool.ts'

test('a message that lost images fails, and says so; one that is whole goes on', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-lost-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  const queue = new OutgoingQueue(database)
  const spool = await Spool.open(join(folder, 'spool'), new Set())
  const add = async (study: string, sopInstanceUid: string) => {
    const file = `${study}-${sopInstanceUid}`
    await writeFile(spool.at(file), 'bytes')
    const to = { called: 'A', calling: 'PACS', recipientId: 'a', recipientName: 'A' }
    const facts = { sizeBytes: 5, transferSyntaxUid: '1.2', dataSetSha256: '' }
    return queue.add(to, study, { sopInstanceUid, file, ...facts }).outgoingId
  }
  const holed = await add('1', 'x')
  for (const each of ['y', 'z']) await add('1', each)
  const whole = await add('2', 'x')
  await truncate(spool.at('1-x'), 0)
  await rm(spool.at('1-y'))
  await findLost(queue, spool, pino({ level: 'silent' }))
  assert.equal(queue.find(holed)?.state, 'failed')
  assert.match(queue.find(holed)?.trouble ?? '', /took 2 of its images: send the study again/)
  assert.deepEqual(
    queue.instances(holed).map(({ sopInstanceUid }) => sopInstanceUid),
    ['z'],
  )
  assert.equal(queue.find(whole)?.state, 'receiving')
})
