import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { BUILT_FROM, freshBundle } from './fresh-bundle.mjs'
import { BUNDLES } from './programs.mjs'

const [PROGRAM = '', SOURCE = ''] = Object.entries(BUNDLES.node.programs)[0] ?? []
const MODULE = 'apps/node/src/index.ts'

async function repositoryWithBundle(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'epacs-fresh-'))
  t.after(() => rm(root, { recursive: true }))
  const facts: Record<string, readonly [number, number]> = {}
  for (const path of [SOURCE, MODULE]) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), 'export {}\n')
    const { size, mtimeMs } = await stat(join(root, path))
    facts[path] = [size, mtimeMs]
  }
  const folder = join(root, 'dist/node')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, BUILT_FROM), JSON.stringify(facts))
  return { root, folder, run: () => freshBundle(join(root, SOURCE), root) }
}

test('a program is run from its bundle as long as no module of it has changed', async (t) => {
  const { root, folder, run } = await repositoryWithBundle(t)
  assert.equal(run(), join(folder, `${PROGRAM}.mjs`))
  assert.equal(freshBundle(join(root, MODULE), root), undefined, 'a module that is no program')
  await utimes(join(root, MODULE), new Date(), new Date(Date.now() + 1000))
  assert.equal(run(), undefined)
})

test('without a module, or what it was built from, the bundle is stale', async (t) => {
  const gone = await repositoryWithBundle(t)
  await rm(join(gone.root, MODULE))
  assert.equal(gone.run(), undefined)
  const unfinished = await repositoryWithBundle(t)
  await rm(join(unfinished.folder, BUILT_FROM))
  assert.equal(unfinished.run(), undefined)
})
