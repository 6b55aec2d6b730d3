import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { asSources, workFolder } from '../testing/work-place.ts'
import { openedSources } from './opened-sources.ts'

const openFiles = async () => (await readdir('/proc/self/fd')).length

test('files come in their order, and none stays open, whatever happens on the way', async (t) => {
  const files = [1, 2, 3, 4].map((number) => ({ path: `${number}`, bytes: Buffer.alloc(number, number) }))
  const sources = await asSources(await workFolder(t), files)
  const openBefore = await openFiles()
  const seen: number[] = []
  for await (const { head } of openedSources(sources)) seen.push(head.length)
  assert.deepEqual(seen, [1, 2, 3, 4])
  assert.equal(await openFiles(), openBefore)

  const stoppedEarly = openedSources(sources)
  await stoppedEarly.next()
  await stoppedEarly.return(undefined)
  assert.equal(await openFiles(), openBefore)

  const [first, second] = sources
  assert.ok(first && second)
  const wrong = [
    { ...second, sizeBytes: 7 },
    { ...second, filePath: `${second.filePath}-is-gone` },
  ]
  for (const broken of wrong) {
    const opened = openedSources([first, broken, second])
    assert.equal((await opened.next()).done, false)
    await assert.rejects(opened.next())
    assert.equal(await openFiles(), openBefore)
  }
})

test('several objects that lie one behind another in a file are read each by its place', async (t) => {
  const [one] = await asSources(await workFolder(t), [{ path: 'all', bytes: Buffer.from('AAABBBBC') }])
  assert.ok(one)
  const parts = [
    { ...one, path: 'b', startBytes: 3, sizeBytes: 4 },
    { ...one, path: 'c', startBytes: 7, sizeBytes: 1 },
    { ...one, path: 'a', startBytes: 0, sizeBytes: 3 },
  ]
  const seen: string[] = []
  for await (const { head } of openedSources(parts)) seen.push(head.toString())
  assert.deepEqual(seen, ['BBBB', 'C', 'AAA'])
  const beyond = openedSources([{ ...one, startBytes: 7, sizeBytes: 2 }])
  await assert.rejects(beyond.next(), /should end at 9/)
})
