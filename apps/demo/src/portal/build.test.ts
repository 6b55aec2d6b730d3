import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { isPortalCurrent } from './build.ts'

async function write(path: string, atSeconds: number) {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, '')
  await utimes(path, atSeconds, atSeconds)
}

test('a portal is current until a source is newer than what was built', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-portal-'))
  t.after(() => rm(folder, { recursive: true }))
  const settle = async () => {
    for (const directory of ['src/deep', 'src']) await utimes(join(folder, directory), 1000, 1000)
  }
  await write(join(folder, 'src/deep/Page.tsx'), 1000)
  await write(join(folder, 'index.html'), 1000)
  await settle()
  assert.equal(await isPortalCurrent(folder), false, 'nothing built yet')

  await write(join(folder, 'dist/index.html'), 2000)
  assert.equal(await isPortalCurrent(folder), true)

  await write(join(folder, 'src/deep/Page.tsx'), 3000)
  await settle()
  assert.equal(await isPortalCurrent(folder), false, 'a source changed')
})
