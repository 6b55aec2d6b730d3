import assert from 'node:assert/strict'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { pino } from 'pino'
import { until } from '../../../centre/src/testing/until.ts'
import { EarlyReceiving, type EarlyReceivingParts } from './early-receiving.ts'

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
