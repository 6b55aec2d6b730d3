import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { anotherName } from './another-name.ts'
import { DiskSpace } from './disk-space.ts'

/** A volume of its own on Linux: no second name leads there. */
const OTHER_VOLUME = '/dev/shm'

async function folders(t: TestContext) {
  const [from, to] = await Promise.all(
    [tmpdir(), OTHER_VOLUME].map((parent) => mkdtemp(join(parent, 'epacs-test-'))),
  )
  assert.ok(from !== undefined && to !== undefined)
  t.after(async () => {
    for (const folder of [from, to]) await rm(folder, { recursive: true })
  })
  await writeFile(join(from, 'package'), 'bytes')
  return { from, to }
}

test('a file that cannot have a second name is copied', async (t) => {
  const { from, to } = await folders(t)
  await anotherName(join(from, 'package'), join(to, 'package'), new DiskSpace(to, 0))
  assert.equal(await readFile(join(to, 'package'), 'utf8'), 'bytes')
})

test('it is not copied into what is to stay free', async (t) => {
  const { from, to } = await folders(t)
  const space = new DiskSpace(to, Number.MAX_SAFE_INTEGER)
  await assert.rejects(anotherName(join(from, 'package'), join(to, 'package'), space), /no space for a copy/)
  assert.deepEqual(await readdir(to), [])
})
