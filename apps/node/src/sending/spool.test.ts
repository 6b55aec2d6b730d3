import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Spool } from './spool.ts'

test('what was kept is synced once; what was removed meanwhile stands in no way', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-spool-'))
  t.after(() => rm(folder, { recursive: true }))
  const spool = await Spool.open(folder, new Set())
  assert.equal(await spool.sync(), false)
  const file = await spool.create()
  await file.append([Buffer.from('bytes')])
  assert.equal(await spool.sync(), false, 'it is not kept yet')
  await file.keep()
  await rm(spool.at(await spool.linked(file.name)))
  assert.equal(await spool.sync(), true)
  assert.equal(await spool.sync(), false)
})
