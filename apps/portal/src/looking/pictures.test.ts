/** Pictures come one after the other, and one that hangs does not stop those after it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Picture } from '@epacs/intake/looking/picture'
import { Pictures, type PictureWish, type PictureWorker } from './pictures.ts'

const black: Picture = { kind: 'picture', width: 1, height: 1, rgba: Uint8ClampedArray.of(0, 0, 0, 255) }

class FileWorker extends EventTarget implements PictureWorker {
  readonly asked: string[] = []
  isEnded = false

  postMessage({ file }: PictureWish): void {
    this.asked.push(file.name)
    if (file.name === 'hangs') return
    if (file.name === 'breaks') queueMicrotask(() => this.dispatchEvent(new Event('error')))
    else queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: black })))
  }

  terminate(): void {
    this.isEnded = true
  }
}

function picturesWithWorkers() {
  const workers: FileWorker[] = []
  const locate = async (series: string): Promise<PictureWish | undefined> =>
    series === 'nowhere' ? undefined : { file: new File(['x'], series), place: { kind: 'file', id: 0 } }
  const startWorker = () => {
    const worker = new FileWorker()
    workers.push(worker)
    return worker
  }
  return { workers, pictures: new Pictures(locate, startWorker, 50) }
}

test('a picture is made once, and none for a series that lies nowhere', async () => {
  const { workers, pictures } = picturesWithWorkers()
  assert.deepEqual(await Promise.all([pictures.of('1'), pictures.of('2'), pictures.of('1')]), [
    black,
    black,
    black,
  ])
  assert.deepEqual(await pictures.of('nowhere'), { kind: 'none', why: 'unreadable' })
  assert.deepEqual(
    workers.map(({ asked }) => asked),
    [['1', '2']],
  )
})

for (const bad of ['hangs', 'breaks']) {
  test(`an image at which the worker ${bad} has no picture; the next one has`, async () => {
    const { workers, pictures } = picturesWithWorkers()
    const [one, other] = await Promise.all([pictures.of(bad), pictures.of('2')])
    assert.deepEqual([one, other], [{ kind: 'none', why: 'unreadable' }, black])
    assert.deepEqual(
      workers.map(({ isEnded }) => isEnded),
      [true, false],
    )
  })
}
