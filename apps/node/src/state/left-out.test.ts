import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { NodeDatabase } from './database.ts'
import { LeftOut } from './left-out.ts'

test('of a long history the newest series are shown, each with all its images, and the rest is not read for it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-left-out-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  const fill = (rows: number, each: string) =>
    database.run(
      `insert into left_out (calling, called, study, series, sop_instance_uid, rule, modality, at_ms)
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?)
      select 'PACS', 'TRAUMA', '1', ${each}, 'none', 'CT', n from numbers`,
      rows,
    )
  fill(60_000, `'1.' || (n / 100), '1.' || n`)
  fill(6000, `'2', '2.' || n`)
  database.run(`update left_out set at_ms = 100000 + at_ms where series = '2'`)
  const leftOut = new LeftOut(database)
  const recent = leftOut.recent(200)
  assert.deepEqual([recent[0]?.series, recent[0]?.instances, recent[0]?.atMs], ['2', 6000, 106_000])
  assert.equal(recent.length, 1)
})
