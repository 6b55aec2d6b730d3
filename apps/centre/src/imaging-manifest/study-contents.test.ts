import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { TAG } from '@epacs/dicom'
import { plainFiles } from '@epacs/package'
import { makeInstance } from '../../../../packages/package/src/testing/make-instance.ts'
import { packFiles } from '../../../../packages/package/src/testing/pack-files.ts'
import { studyContents } from './study-contents.ts'

test('what stands before a UID that is far behind is taken all the same', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-contents-'))
  t.after(() => rm(folder, { recursive: true }))
  const bytes = makeInstance({
    SOPInstanceUID: '1.2.3.9.1',
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.1',
    AccessionNumber: 'A1',
    StudyDescription: 'x'.repeat(65_400),
  })
  const { packagePath, indexPath, facts } = await packFiles(folder, [{ path: '1', bytes }])
  const whole = await readFile(packagePath)
  const open = {
    async *read(start: number, end: number) {
      yield whole.subarray(start, end)
    },
  }
  const [contents] = await studyContents(open, facts.sha256, {
    path: indexPath,
    files: plainFiles,
  })
  assert.equal(contents?.series[0]?.header.get(TAG.AccessionNumber), 'A1')
})
