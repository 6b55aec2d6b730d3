/** A queue of before modalities were kept: they are read from the package before a PACS is chosen anew. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { plainFiles } from '@epacs/package'
import { temporaryFolder } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { sharedFile } from '../../../../packages/dicom/src/testing/shared-data.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { NodeDatabase } from '../state/database.ts'
import { IncomingQueue } from '../state/incoming.ts'
import { learnModalities } from './learn-modalities.ts'

test('what waits for a PACS that is gone goes by the modality that the package says', async (t) => {
  const folder = await temporaryFolder(t)
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(() => database.close())
  const queue = new IncomingQueue(database)
  const files = [ctSlice({ study: 1, instance: 1 }), Buffer.from(sharedFile('files/mr/MR_small.dcm'))]
  const sizeBytes = files.reduce((sum, { length }) => sum + length, 0)
  queue.learn([{ message: 'm', sender: { name: 'Motol' }, urgent: false, instances: 2, sizeBytes }])
  const listed = files.map((file, position) => ({
    ...{ position, modality: '', sopInstanceUid: `1.2.${position}`, sopClassUid: '1.3', sha256: 'ff' },
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    offsetBytes: position === 0 ? 0 : (files[0]?.length ?? 0),
    sizeBytes: file.length,
  }))
  queue.listed('m', listed, () => ['PACS'])
  const path = join(folder, 'package.zip')
  const known = ['ARCHIVE', 'NEURO']
  assert.equal(
    await learnModalities('m', { path, files: plainFiles }, known, queue),
    false,
    'it is not there yet',
  )
  await writeFile(path, Buffer.concat(files))
  assert.equal(await learnModalities('m', { path, files: plainFiles }, known, queue), true)
  queue.pacs.chooseAnew('m', known, (modality) => (modality === 'MR' ? ['NEURO'] : ['ARCHIVE']))
  assert.deepEqual(
    queue.instances('m').map(({ position, pacs, modality }) => [position, pacs, modality]),
    [
      [0, 'ARCHIVE', 'CT'],
      [1, 'NEURO', 'MR'],
    ],
  )
  assert.deepEqual(queue.pacs.withoutModality('m', known), [])
})
