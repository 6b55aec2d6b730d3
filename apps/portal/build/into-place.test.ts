/** A portal that is built anew while it is served. */
import assert from 'node:assert/strict'
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { putIntoPlace } from './into-place.ts'

const FILES = 200

async function built(folder: string, version: string): Promise<string> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await mkdir(join(folder, 'pages'), { recursive: true })
  for (let each = 0; each < FILES; each += 1) {
    await writeFile(join(folder, `assets/${each}-${version}.js`), version)
  }
  await writeFile(join(folder, 'assets/font.woff2'), 'the same in both')
  for (const page of ['index.html', 'viewer.html', 'pages/about.html']) {
    await writeFile(join(folder, page), version)
  }
  return folder
}

test('a build comes into its place under readers, who never miss a file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-build-'))
  t.after(() => rm(folder, { recursive: true }))
  const place = await built(join(folder, 'dist'), 'old')
  const fresh = await built(join(folder, 'fresh'), 'new')
  const begunAt = new Date('2026-01-02T03:04:05Z')

  let isOver = false
  let reads = 0
  const reader = (async () => {
    while (!isOver) {
      for (const page of ['index.html', 'viewer.html', 'pages/about.html']) {
        const version = await readFile(join(place, page), 'utf8')
        // What a new page names is there. What an old one names may be gone by the time that it is asked for.
        if (version === 'new') await access(join(place, `assets/${FILES - 1}-new.js`))
      }
      await access(join(place, 'assets/font.woff2'))
      reads += 1
    }
  })()
  await putIntoPlace(fresh, place, begunAt)
  isOver = true
  await reader

  assert.ok(reads > 1)
  assert.equal(await readFile(join(place, 'index.html'), 'utf8'), 'new')
  assert.deepEqual((await stat(join(place, 'index.html'))).mtime, begunAt)
  const assets = await readdir(join(place, 'assets'))
  assert.equal(assets.length, FILES + 1)
  assert.ok(
    assets.every((name) => !name.includes('-old')),
    'nothing of the last build is left',
  )
})

test('the first build finds no folder', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-build-'))
  t.after(() => rm(folder, { recursive: true }))
  const fresh = await built(join(folder, 'fresh'), 'new')
  await putIntoPlace(fresh, join(folder, 'portal/dist'), new Date())
  assert.equal(await readFile(join(folder, 'portal/dist/pages/about.html'), 'utf8'), 'new')
})
