/** What an association costs in memory, whatever the size of the object that it brings: a centre as a process of its own. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { type Association, store } from '@epacs/dicom/network'
import { NODE_ARGUMENTS } from '../../index.ts'
import type { CentreProcess } from '../../testing/centre-process.ts'
import { associate, type DicomTestNetwork, prepareDicomNetwork, slice } from '../testing/dicom-network.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3
const PIXEL_BYTES = 1024
/** Many, so that what the garbage collector leaves lying for a while is shared out among them. */
const MANY = 49
/** Tag, value representation, two reserved bytes, length: PS3.5 §7.1.2. */
const PIXEL_DATA_HEADER_BYTES = 12

let here: DicomTestNetwork
let centre: CentreProcess
before(async () => {
  here = await prepareDicomNetwork({ maxAssociations: MANY, maxAssociationsPerInstitution: MANY })
  // As `npm run centre` has it.
  process.env.NODE_OPTIONS = NODE_ARGUMENTS.join(' ')
  centre = await here.network.startProcess()
  // What it needs once, whoever comes first.
  await stream(1, 256 * MIB)
})
after(() => here.network.remove())

/** An object of which only the beginning is in memory. */
function hugeSlice(instance: number, pixelBytes: number) {
  const object = slice({ study: 1, instance, pixelBytes: PIXEL_BYTES })
  const header = Buffer.from(object.dataSet.subarray(0, object.dataSet.length - PIXEL_BYTES))
  assert.equal(header.readUInt16LE(header.length - PIXEL_DATA_HEADER_BYTES), 0x7fe0)
  header.writeUInt32LE(pixelBytes, header.length - 4)
  const piece = new Uint8Array(MIB)
  return { ...object, header, piece }
}

/** Brings one object on each of so many associations at once, and goes before its last byte: nothing is kept of it. */
async function stream(associations: number, pixelBytes: number, broughtBytes = pixelBytes): Promise<void> {
  const standing: Association[] = []
  // One after another: so many at once that are no association yet are not let in.
  while (standing.length < associations) standing.push(await associate({ port: here.port }))
  await Promise.all(
    standing.map(async (association, instance) => {
      const { header, piece, ...object } = hugeSlice(instance + 1, pixelBytes)
      async function* dataSet() {
        yield header
        for (let sent = 0; sent < broughtBytes - MIB; sent += MIB) yield piece
        association.abort()
      }
      await assert.rejects(store(association, { ...object, dataSet: dataSet() }))
    }),
  )
}

/** The most that the centre's process held while it was done. */
async function peakBytes(work: () => Promise<void>): Promise<number> {
  // Linux, proc(5): sets the peak to what is held now.
  await writeFile(`/proc/${centre.pid}/clear_refs`, '5')
  await work()
  const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${centre.pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

/** What the garbage collector leaves lying, more or less of it, whoever comes. */
const SLACK_BYTES = 96 * MIB

test('an association costs less than 4 MB, whatever the size of the object', async (context) => {
  const small = await peakBytes(() => stream(1, 64 * MIB))
  const one = await peakBytes(() => stream(1, GIB))
  const many = await peakBytes(() => stream(MANY, GIB, 64 * MIB))
  const each = (many - one) / (MANY - 1)
  const tell = (bytes: number) => `${(bytes / MIB).toFixed(1)} MiB`
  context.diagnostic(`64 MiB: ${tell(small)}; 1 GiB: ${tell(one)}; ${MANY} at once: ${tell(many)}`)
  assert.ok(each < 4 * MIB, `each further association took ${tell(each)}`)
  assert.ok(one - small < SLACK_BYTES, `1 GiB took ${tell(one - small)} more than 64 MiB`)
})
