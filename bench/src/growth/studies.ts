/** What a study costs from its first byte to its delivery, by its bytes and by its instances. */
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { deleteData, readMessage, sendDataSet } from '../client/message.ts'
import type { DataFile, DataSet } from '../generator/data-set.ts'
import { ctStudy, type SliceSize, slices } from '../generator/slice-series.ts'
import { forgetPeak, peakBytes } from '../network/centre-process.ts'
import type { Point } from './curve.ts'
import type { Site } from './site.ts'

/** So many hold the bytes, whatever their number: a cost of bytes is not taken for one of instances. */
const INSTANCES_OF_BYTES = 100
/** Of an instance, where instances are counted. */
const SMALL_PIXELS = 32
/** What takes less than this is sent several times: the system counts in hundredths of a second. */
const LEAST_SECONDS = 1
const MOST_ROUNDS = 8

export interface StudyCosts {
  readonly seconds: readonly Point[]
  readonly memory: readonly Point[]
}

export async function byBytes(site: Site, most: number, say: (line: string) => void): Promise<StudyCosts> {
  const sizes = [...powers(1e6, most)]
  return await measured(site, sizes, say, (bytes) => {
    const edge = Math.round(Math.sqrt(bytes / INSTANCES_OF_BYTES / 2))
    return { instances: INSTANCES_OF_BYTES, rows: edge, columns: edge }
  })
}

export async function byInstances(
  site: Site,
  most: number,
  say: (line: string) => void,
): Promise<StudyCosts> {
  const sizes = [...powers(1, most)]
  return await measured(site, sizes, say, (instances) => ({
    instances,
    rows: SMALL_PIXELS,
    columns: SMALL_PIXELS,
  }))
}

/** 1, 10, 100 … up to and with `most`. */
export function* powers(least: number, most: number): Generator<number> {
  for (let size = least; size < most; size *= 10) yield size
  yield most
}

async function measured(
  site: Site,
  sizes: readonly number[],
  say: (line: string) => void,
  sliceSize: (size: number) => SliceSize,
): Promise<StudyCosts> {
  const seconds: Point[] = []
  const memory: Point[] = []
  // The first one compiles code.
  await send(site, sliceSize(sizes[0] ?? 1), LEAST_SECONDS)
  for (const size of sizes) {
    say(`a study of ${size.toLocaleString('en')}`)
    const { seconds: each, peak } = await send(site, sliceSize(size), LEAST_SECONDS)
    seconds.push({ size, cost: each })
    memory.push({ size, cost: peak })
  }
  return { seconds, memory }
}

async function send(site: Site, size: SliceSize, leastSeconds: number) {
  const { sender, recipient, centrePid } = site
  const dataSet = await writeStudy(join(site.folder, 'study'), size)
  try {
    await forgetPeak(centrePid)
    const before = await site.processorSeconds()
    let rounds = 0
    let spent = 0
    while (rounds < MOST_ROUNDS && spent < leastSeconds) {
      const { messageId } = await sendDataSet(sender, dataSet, 'one-zip')
      rounds++
      spent = (await site.processorSeconds()) - before
      const { status, instances } = await readMessage(recipient, messageId)
      if (status !== 'delivered' || instances !== dataSet.files.length)
        throw new Error(`the message is ${status} with ${instances} of ${dataSet.files.length} instances`)
      await deleteData(recipient, messageId)
    }
    return { seconds: spent / rounds, peak: await peakBytes(centrePid) }
  } finally {
    await rm(dataSet.folder, { recursive: true, force: true })
  }
}

async function writeStudy(folder: string, size: SliceSize): Promise<DataSet> {
  const files: DataFile[] = []
  for (const { path, bytes } of slices(ctStudy(1), size)) {
    const target = join(folder, path)
    if (files.at(-1) === undefined || dirname(files.at(-1)?.path ?? '') !== dirname(path))
      await mkdir(dirname(target), { recursive: true })
    await writeFile(target, bytes)
    files.push({ path, sizeBytes: bytes.length })
  }
  // Pages of this writing must not be flushed while it is measured.
  await promisify(execFile)('sync', ['-f', folder])
  return {
    name: 'ctStudy',
    folder,
    files,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}
