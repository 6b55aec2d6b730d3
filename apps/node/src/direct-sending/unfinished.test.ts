import assert from 'node:assert/strict'
import { mkdtemp, open, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { takeForOneself } from '../one-at-a-time.ts'
import { digestOfFiles } from './digest-of-files.ts'
import {
  forgetSending,
  forgottenAfterDays,
  KeptSending,
  removeOldSendings,
  unfinishedSendings,
} from './unfinished.ts'

const DAY_S = 86_400
const folder = await mkdtemp(join(tmpdir(), 'epacs-unfinished-'))
after(() => rm(folder, { recursive: true, force: true }))

const begun = { centre: 'https://localhost', recipient: { id: '1', name: 'A' }, subject: 'x', paths: ['/x'] }
const pathOf = (id: string) => join(folder, `${id}.json`)

test('what cannot be read is told of, stops the sending, and can be forgotten', async () => {
  for (const [id, text] of [
    ['0000000000000001', '{"begunAt"'],
    ['0000000000000002', '{"other":1}'],
  ] as const) {
    await writeFile(pathOf(id), text)
    const [listed] = await unfinishedSendings(folder)
    assert.deepEqual([listed?.id, listed?.record, listed?.isUnderWay], [id, null, false])
    await assert.rejects(KeptSending.take(folder, id, begun), (error: Error) => {
      return error.message.includes(pathOf(id)) && error.message.includes(`--forget ${id}`)
    })
    assert.equal(await forgetSending(folder, id), null)
  }
  assert.deepEqual(await readdir(folder), [])
})

test('thirty days are counted from when somebody was last at it; until then it is left alone', async () => {
  const id = '0000000000000003'
  const { kept } = await KeptSending.take(folder, id, begun)
  await kept.note({ begunAt: '2020-01-01T00:00:00.000Z' })
  await kept.letGo()
  await removeOldSendings(folder)
  assert.equal((await unfinishedSendings(folder)).length, 1)
  const old = Date.now() / 1000 - forgottenAfterDays * DAY_S - 60
  await utimes(pathOf(id), old, old)
  await removeOldSendings(folder)
  assert.deepEqual(await readdir(folder), [])
})

test('whoever lists for a moment stops nobody who sends', async () => {
  const id = '0000000000000004'
  const letGo = await takeForOneself(pathOf(id))
  setTimeout(() => void letGo?.(), 150)
  const { kept, isResumed } = await KeptSending.take(folder, id, begun)
  assert.equal(isResumed, false)
  await assert.rejects(forgetSending(folder, id), /Another process is at/)
  await kept.remove()
  await kept.letGo()
})

test('a change in the middle of a file whose time was set back is seen by the system’s own clock', async () => {
  const path = join(folder, 'image.dcm')
  await writeFile(path, Buffer.alloc(100_000))
  const { atime, mtime } = await stat(path)
  await utimes(path, atime, mtime)
  const before = await digestOfFiles([path])
  const file = await open(path, 'r+')
  await file.write(Buffer.from('x'), 0, 1, 50_000)
  await file.close()
  await utimes(path, atime, mtime)
  const now = await digestOfFiles([path])
  assert.equal(now.files, before.files)
  assert.notEqual(now.touched, before.touched)
})
