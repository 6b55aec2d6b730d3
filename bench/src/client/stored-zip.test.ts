import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { keepDataSet, QUICK_SIZES } from '../generator/data-set.ts'
import { storedZip, storedZipBytes } from './stored-zip.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-bench-zip-'))
})
after(() => rm(folder, { recursive: true }))

test('unzip takes the ZIP out again as it went in, and its size was known beforehand', async () => {
  const dataSet = await keepDataSet(folder, 'smallFiles', { seed: 1, sizes: QUICK_SIZES })
  const path = join(folder, 'all.zip')
  await pipeline(Readable.from(storedZip(dataSet)), createWriteStream(path))
  assert.equal((await stat(path)).size, storedZipBytes(dataSet))
  await promisify(execFile)('unzip', ['-q', path, '-d', join(folder, 'out')])
  for (const file of dataSet.files) {
    const came = await readFile(join(folder, 'out', file.path))
    assert.ok(came.equals(await readFile(join(dataSet.folder, file.path))), file.path)
  }
})

test('more entries than 65,535 are told by zip64', async () => {
  const files = Array.from({ length: 65_600 }, () => ({ path: 'one.dcm', sizeBytes: 1 }))
  const dataSet = { name: 'smallFiles', folder, files, sizeBytes: files.length } as const
  const zip = join(folder, 'many.zip')
  const pieces: Buffer[] = []
  for await (const piece of storedZip(dataSet, async () => Buffer.from('x'))) pieces.push(piece)
  await writeFile(zip, Buffer.concat(pieces))
  assert.equal((await stat(zip)).size, storedZipBytes(dataSet))
  const { stdout } = await promisify(execFile)('unzip', ['-tqq', zip])
  assert.equal(stdout, '')
  const listed = await promisify(execFile)('zipinfo', ['-h', zip])
  assert.match(listed.stdout, /number of entries: 65600/)
})
