/** What a power cut leaves: rows of images whose files are not there, or not wholly. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { plainFiles } from '@epacs/package'
import { readKeyring, SealedFiles } from '@epacs/sealed-files'
import { pino } from 'pino'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { writeStored } from '../encryption/stored-file.ts'
import { NodeDatabase } from '../state/database.ts'
import { OutgoingQueue } from '../state/outgoing.ts'
import { newKey } from '../testing/hospital.ts'
import { findLost } from './lost-images.ts'
import { Spool } from './spool.ts'

const SLICE = ctSlice({ instance: 1 })
const dataSetSha256 = createHash('sha256')
  .update(storedObject(SLICE)?.dataSet ?? '')
  .digest('hex')

const sealed = new SealedFiles(readKeyring(newKey(), 'the test'))
for (const [how, files] of [
  ['in the open', plainFiles],
  ['encrypted', sealed],
] as const)
  test(`${how}: a message that lost images fails, and says so; one that is whole goes on`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-node-lost-'))
    const database = NodeDatabase.open(join(folder, 'node.sqlite'))
    t.after(async () => {
      database.close()
      await rm(folder, { recursive: true })
    })
    const queue = new OutgoingQueue(database)
    const spool = await Spool.open(join(folder, 'spool'), new Set(), files)
    const add = async (study: string, sopInstanceUid: string) => {
      const file = `${study}-${sopInstanceUid}`
      await writeStored(files, spool.at(file), Readable.from([SLICE]))
      const to = { called: 'A', calling: 'PACS', recipientId: 'a', recipientName: 'A' }
      const facts = { sizeBytes: SLICE.length, transferSyntaxUid: '1.2', dataSetSha256 }
      return queue.images.add(to, study, { sopInstanceUid, file, ...facts }).outgoingId
    }
    const holed = await add('1', 'x')
    for (const each of ['y', 'z', 'zeros', 'spoilt']) await add('1', each)
    const whole = await add('2', 'x')
    await truncate(spool.at('1-x'), 0)
    await rm(spool.at('1-y'))
    // Its length came to the disk, its bytes did not.
    await writeFile(spool.at('1-zeros'), Buffer.alloc(SLICE.length))
    await writeFile(
      spool.at('1-spoilt'),
      (await readFile(spool.at('1-spoilt'))).fill(0, SLICE.length - 4096 / 16),
    )
    await findLost(queue, spool, pino({ level: 'silent' }))
    assert.equal(queue.find(holed)?.state, 'failed')
    assert.match(queue.find(holed)?.trouble ?? '', /took 4 of its images: send the study again/)
    assert.deepEqual(
      queue.images.instances(holed).map(({ sopInstanceUid }) => sopInstanceUid),
      ['z'],
    )
    assert.equal(queue.find(whole)?.state, 'receiving')
  })
