import assert from 'node:assert/strict'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { pino } from 'pino'
import { until } from '../../../centre/src/testing/until.ts'
import { EarlyReceiving, type EarlyReceivingParts } from './early-receiving.ts'

test('what arrives is asked for once more at once when nobody answers, and then not before there is news', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-early-receiving-'))
  t.after(() => rm(folder, { recursive: true }))
  let asked = 0
  let isAnswering = false
  const early = new EarlyReceiving({
    folder,
    log: pino({ level: 'silent' }),
    images: { newStrays: () => [] },
    storing: () => ({}),
    notEarly: () => undefined,
    hasRoom: async () => true,
    connection: {
      async call() {
        asked++
        if (!isAnswering) throw new Error('the centre is silent')
        return { items: [] }
      },
    },
  } as unknown as EarlyReceivingParts)
  const askedWithNews = async () => {
    asked = 0
    early.look()
    let before = -1
    await until('nothing more is asked', async () => {
      const isSame = before === asked
      before = asked
      await new Promise((resolve) => setTimeout(resolve, 50))
      return isSame
    })
    return asked
  }
  assert.equal(await askedWithNews(), 2)
  assert.equal(await askedWithNews(), 1, 'a centre that is away is not asked twice each time')
  isAnswering = true
  assert.equal(await askedWithNews(), 1)
  isAnswering = false
  assert.equal(await askedWithNews(), 2)
  await early.stop()
})

test('an upload that is named by a path is not read: nothing of the node is written over', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-early-receiving-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'end-to-end.json')
  await writeFile(path, 'keys')
  const lines: string[] = []
  const opened: string[] = []
  const early = new EarlyReceiving({
    folder: join(folder, 'early'),
    log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
    images: { newStrays: () => [] },
    storing: () => ({}),
    notEarly: () => undefined,
    hasRoom: async () => true,
    connection: {
      call: async () => ({ items: [{ id: '../end-to-end.json', sender: { name: 'Motol' } }] }),
      async open({ path: asked }: { path: string }) {
        opened.push(asked)
        throw new Error('nothing is to be asked for')
      },
    },
  } as unknown as EarlyReceivingParts)
  early.look()
  await until('it is refused', () => lines.some((line) => line.includes('names an upload by no id')))
  await early.stop()
  assert.deepEqual(opened, [])
  await access(path)
})
