import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { PackageError } from './package-error.ts'
import { encodeIndexEntry, type IndexEntry, readIndex } from './package-index.ts'
import { temporaryFolder } from './testing/judges.ts'

const ENTRY: IndexEntry = {
  fileId: 'IMAGES/ST000001/SE000001/IM000001',
  offset: 63,
  sizeBytes: 1000,
  sha256: 'ab'.repeat(32),
  sopClassUid: '1.2',
  sopInstanceUid: '1.3',
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  studyInstanceUid: '1.4',
  seriesInstanceUid: '1.5',
  instanceNumber: '1',
  // A line separator of Unicode, which is no end of a line of the index.
  sourcePath: 'a \u2028 b\n".dcm',
}

async function readText(t: TestContext, text: string): Promise<readonly IndexEntry[]> {
  const path = join(await temporaryFolder(t), 'index')
  await writeFile(path, text)
  const entries: IndexEntry[] = []
  for await (const entry of readIndex(path)) entries.push(entry)
  return entries
}

test('entries are read as they were written, whatever the file names', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), async (paths) => {
      const entries = paths.map((sourcePath) => ({ ...ENTRY, sourcePath }))
      assert.deepEqual(await readText(t, entries.map(encodeIndexEntry).join('')), entries)
    }),
    { numRuns: 30 },
  )
})

test('an index says where something stands behind the pixel data; earlier ones do not', async (t) => {
  const newer = { ...ENTRY, offsetBehindPixelData: 900 }
  assert.deepEqual(await readText(t, encodeIndexEntry(ENTRY) + encodeIndexEntry(newer)), [ENTRY, newer])
})

test('an index that is cut off or altered is told as damaged', async (t) => {
  const line = encodeIndexEntry(ENTRY)
  const damaged = [
    line.slice(0, -1),
    line + line.slice(0, 20),
    'not JSON\n',
    '[]\n',
    'null\n',
    `${JSON.stringify({ ...ENTRY, sha256: 1 })}\n`,
    `${JSON.stringify({ ...ENTRY, offset: -1 })}\n`,
    `${JSON.stringify({ ...ENTRY, sizeBytes: 1.5 })}\n`,
    `${JSON.stringify({ ...ENTRY, sourcePath: undefined })}\n`,
    `${JSON.stringify({ ...ENTRY, offsetBehindPixelData: '900' })}\n`,
    `${JSON.stringify({ ...ENTRY, offsetBehindPixelData: -1 })}\n`,
  ]
  for (const text of damaged) {
    await assert.rejects(
      readText(t, text),
      (error) => error instanceof PackageError && error.code === 'damaged-index',
      text,
    )
  }
})
