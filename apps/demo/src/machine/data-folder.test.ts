import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DemoFailure } from '../failure.ts'
import { prepareDataFolder } from './data-folder.ts'

test('a missing folder is made, and left empty', async (t) => {
  const parent = await mkdtemp(join(tmpdir(), 'epacs-folder-'))
  t.after(() => rm(parent, { recursive: true }))
  await prepareDataFolder(join(parent, 'a/b'))
  assert.deepEqual(await readdir(join(parent, 'a/b')), [])
})

test('a folder that cannot be is named', async (t) => {
  const parent = await mkdtemp(join(tmpdir(), 'epacs-folder-'))
  t.after(() => rm(parent, { recursive: true }))
  const file = join(parent, 'file')
  await writeFile(file, '')
  // Below /proc nobody makes folders, not even root.
  for (const folder of [file, join(file, 'below'), '/proc/epacs', '/proc/epacs/below']) {
    await assert.rejects(prepareDataFolder(folder), (error) => {
      assert.ok(error instanceof DemoFailure)
      assert.ok(error.message.includes(folder))
      assert.match(error.message, /--data DIR\.$/)
      return true
    })
  }
})
