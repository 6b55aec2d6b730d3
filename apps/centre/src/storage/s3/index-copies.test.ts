import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { access, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { PackageKey } from '../package-store.ts'
import { IndexCopies } from './index-copies.ts'

async function copiesOf(t: TestContext, maxBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-copies-'))
  t.after(() => rm(folder, { recursive: true }))
  return await IndexCopies.open(folder, maxBytes)
}

function key(): PackageKey {
  return { messageId: randomUUID(), sha256: 'a'.repeat(64) }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

test('an index is fetched once for many who ask, and anew when the store has another one or it is wished', async (t) => {
  const copies = await copiesOf(t, 1000)
  const one = key()
  let fetched = 0
  const fetch = async (path: string) => {
    fetched++
    await writeFile(path, `${fetched}`)
  }
  const paths = await Promise.all([1, 2, 3].map(() => copies.path(one, 'a', fetch, false)))
  assert.equal(new Set(paths).size, 1)
  await copies.path(one, 'a', fetch, false)
  assert.equal(fetched, 1)
  assert.equal(await readFile(await copies.path(one, 'b', fetch, false), 'utf8'), '2')
  assert.equal(await readFile(await copies.path(one, 'a', fetch, true), 'utf8'), '3')
  await copies.forget(one)
  for (const path of paths) assert.equal(await isThere(path), false)
})

test('a copy that fails leaves nothing that the next one would take for it', async (t) => {
  const copies = await copiesOf(t, 1000)
  const one = key()
  const half = async (path: string) => {
    await writeFile(path, 'ha')
    throw new Error('cut')
  }
  await assert.rejects(copies.path(one, 'a', half, false), /cut/)
  const path = await copies.path(one, 'a', (to) => writeFile(to, 'whole'), false)
  assert.equal(await readFile(path, 'utf8'), 'whole')
})

test('copies take no more than they may: what was not used for the longest time goes, what is in use stays', async (t) => {
  const copies = await copiesOf(t, 250)
  const fetch = (path: string) => writeFile(path, 'x'.repeat(100))
  const paths: string[] = []
  for (const minutesAgo of [40, 60, 20]) {
    const path = await copies.path(key(), 'a', fetch, false)
    const usedAt = new Date(Date.now() - minutesAgo * 60_000)
    await utimes(path, usedAt, usedAt)
    paths.push(path)
  }
  const latest = await copies.path(key(), 'a', fetch, false)
  assert.deepEqual(await Promise.all([...paths, latest].map(isThere)), [false, false, true, true])
})

test('a copy that nobody asks for in a day goes: it holds names of files', async (t) => {
  const copies = await copiesOf(t, 1000)
  const path = await copies.path(key(), 'a', (to) => writeFile(to, 'x'), false)
  const long = new Date(Date.now() - 25 * 3_600_000)
  await utimes(path, long, long)
  await copies.forgetSurplus()
  assert.equal(await isThere(path), false)
})
