/** What a look tells its worker while files are still being listed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type ChosenFile, type ChosenItem, chooseItems, filesOfItems } from '../sending/chosen-item.ts'
import { Look, type LookWorker } from './look.ts'
import type { FromWorker, ToWorker } from './look-messages.ts'

const nothing = {
  patients: [],
  perhapsOne: [],
  files: [],
  remarks: [],
  otherReadings: [],
  repeated: 0,
  notLookedInto: [],
}

/** Looks at every file at once, and finds nothing in any. */
class QuickWorker extends EventTarget implements LookWorker {
  readonly paths: string[] = []
  isEnded = false

  postMessage(message: ToWorker): void {
    if (message.kind !== 'look') return
    this.paths.push(...message.files.map(({ path }) => path))
    const counted = { filesDone: this.paths.length, filesSeen: this.paths.length }
    const data: FromWorker = { kind: 'found', found: nothing, ...counted, isOver: message.isLast }
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })))
  }

  terminate(): void {
    this.isEnded = true
  }
}

function lookWithWorkers() {
  const workers: QuickWorker[] = []
  const look = new Look(() => {
    const worker = new QuickWorker()
    workers.push(worker)
    return worker
  })
  return { look, workers }
}

async function folder(count: number): Promise<readonly ChosenItem[]> {
  return await chooseItems(
    Array.from({ length: count }, (_, index) => {
      return { path: `CD/IM${index}`, file: new File(['x'], `IM${index}`) }
    }),
  )
}

const half = (files: readonly ChosenFile[]) => files.slice(0, files.length / 2)

/** What follows takes a turn or two of the event loop, and as long as the machine wants. */
async function until(holds: () => boolean): Promise<void> {
  for (let waitedMs = 0; !holds() && waitedMs < 30_000; waitedMs += 5) await pause(5)
}

test('files are looked at while more are listed, and the look is over only when all were', async () => {
  const { look, workers } = lookWithWorkers()
  const items = await folder(500)
  look.expect(half(filesOfItems(items)))
  await until(() => look.getState().filesDone === 250)
  assert.equal(workers[0]?.paths.length, 250)
  assert.deepEqual([look.getState().phase, look.getState().filesDone], ['looking', 250])
  look.expect(filesOfItems(items).slice(250))
  await until(() => look.getState().filesDone === 500)
  await pause(20)
  assert.equal(look.getState().phase, 'looking')
  look.setItems(items)
  await until(() => look.getState().phase === 'done')
  assert.deepEqual([look.getState().phase, look.getState().filesDone], ['done', 500])
  assert.deepEqual(
    workers.map(({ paths }) => paths),
    [filesOfItems(items).map(({ path }) => path)],
  )
})

test('files that do not come after all are forgotten', async () => {
  const { look, workers } = lookWithWorkers()
  const items = await folder(10)
  look.setItems(items)
  await until(() => look.getState().phase === 'done')
  look.expect(filesOfItems(await folder(4)))
  await until(() => look.getState().filesDone === 14)
  look.setItems([...items])
  await until(() => look.getState().phase === 'done')
  assert.deepEqual(
    workers.map(({ paths, isEnded }) => [paths.length, isEnded]),
    [
      [14, true],
      [10, false],
    ],
  )
  assert.equal(look.getState().phase, 'done')
  look.setItems([])
  assert.equal(look.getState().phase, 'idle')
})
