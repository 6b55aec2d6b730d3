import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeDurably } from './durable-file.ts'

test('a file that could not be put in its place leaves nothing half beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-durable-'))
  try {
    const path = join(folder, 'in-the-way')
    await mkdir(join(path, 'full'), { recursive: true })
    await assert.rejects(writeDurably(path, 'the whole'))
    assert.deepEqual(await readdir(folder), ['in-the-way'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
