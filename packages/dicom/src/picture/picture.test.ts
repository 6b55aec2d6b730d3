/** Pictures for a glance, held against DCMTK's of the same images. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { DicomError } from '../dicom-error.ts'
import { DEFLATED_FRAMES } from '../frames/index.ts'
import { TAG } from '../tags.ts'
import { sharedFile, sharedPath } from '../testing/shared-data.ts'
import {
  EXPLICIT,
  instance,
  pixels,
  uint16,
  type WrittenElement,
  bytes as writeBytes,
  writeDataSet,
  writeHead,
} from '../testing/write-object.ts'
import { type Picture, picture } from './index.ts'

const run = promisify(execFile)
const MOST = 64

async function* chunked(bytes: Uint8Array, chunkBytes = 5000) {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes)
}

async function pictureOf(bytes: Uint8Array, most = MOST): Promise<Picture> {
  return await picture({
    open: () => chunked(bytes),
    sizeBytes: bytes.length,
    most,
    decoders: new Map(),
  })
}

interface Portable {
  readonly width: number
  readonly height: number
  readonly samples: 1 | 3
  readonly bytes: Uint8Array
}

/** DCMTK's picture, one byte a sample. */
async function dcmtkPicture(path: string, ...options: readonly string[]): Promise<Portable> {
  const args = [...options, '--write-raw-pnm', sharedPath('data/files', path)]
  const { stdout } = await run('dcm2pnm', args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 })
  const [head = '', type, width, height] =
    /^P([56])\s+(?:#.*\n)?(\d+) (\d+)\s+255\s/.exec(stdout.subarray(0, 200).toString('latin1')) ?? []
  assert.notEqual(head, '', 'dcm2pnm writes a picture')
  const bytes = new Uint8Array(stdout.subarray(head.length))
  return { width: Number(width), height: Number(height), samples: type === '5' ? 1 : 3, bytes }
}

/** Of all samples of the small picture, from those that stand at the same places in the large one. */
function meanDifference(small: Extract<Picture, { kind: 'picture' }>, large: Portable): number {
  let sum = 0
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      const row = Math.floor(((y + 0.5) * large.height) / small.height)
      const column = Math.floor(((x + 0.5) * large.width) / small.width)
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (row * large.width + column) * large.samples + (large.samples === 3 ? channel : 0)
        const shown = small.rgba[4 * (y * small.width + x) + channel] ?? 0
        sum += Math.abs(shown - (large.bytes[at] ?? 0))
      }
    }
  }
  return sum / (3 * small.width * small.height)
}

const BY_ITS_WINDOW = ['--use-window', '1']
const BY_ALL_VALUES = ['--min-max-window']

const IMAGES: readonly (readonly [path: string, frame: number, options: readonly string[]])[] = [
  ['ct/ct-3slice/01.dcm', 1, BY_ITS_WINDOW],
  ['ct/CT_small.dcm', 1, BY_ALL_VALUES],
  ['mr/MR_small.dcm', 1, BY_ITS_WINDOW],
  ['mr/MR_small_implicit.dcm', 1, BY_ITS_WINDOW],
  ['mr/MR_small_bigendian.dcm', 1, BY_ITS_WINDOW],
  ['mr/MR_small_RLE.dcm', 1, BY_ITS_WINDOW],
  ['mr/emri_small_RLE.dcm', 5, BY_ALL_VALUES],
  ['us/ExplVR_BigEnd.dcm', 1, []],
  ['us/examples_palette.dcm', 1, []],
  ['us/examples_rgb_color.dcm', 1, []],
  ['sc/SC_rgb_rle_2frame.dcm', 1, []],
  ['sc/image_dfl.dcm', 1, BY_ALL_VALUES],
]

for (const [path, frame, options] of IMAGES) {
  test(`${path} looks as DCMTK shows it`, async () => {
    const small = await pictureOf(sharedFile('files', path))
    assert.equal(small.kind, 'picture')
    const large = await dcmtkPicture(path, '--frame', String(frame), ...options)
    assert.ok(small.width <= MOST && small.height <= MOST)
    assert.ok(Math.abs(small.width / small.height - large.width / large.height) < 0.05)
    assert.ok(new Set(small.rgba).size > 2, 'it is no even area')
    const difference = meanDifference(small, large)
    // Without a window the darkest and the brightest count, which the small picture may not have.
    assert.ok(difference < (options === BY_ALL_VALUES ? 5 : 1.5), `differs by ${difference}`)
  })
}

test('frames that are deflated one by one look as if they were not', async () => {
  const [rows, columns, frames] = [40, 30, 3]
  const values = Array.from({ length: frames * rows * columns }, (_, index) => (index * 37) % 4000)
  const frameBytes = 2 * rows * columns
  const native = uint16(...values)
  const cut = (frame: number) => native.subarray(frame * frameBytes, (frame + 1) * frameBytes)
  const deflated = [0, 1, 2].map((frame) => padded(deflateRawSync(cut(frame))))
  const plain = multiFrame(rows, columns, frames, '1.2.840.10008.1.2.1', pixels(native))
  const fragments = [new Uint8Array(0), ...deflated]
  const packed = multiFrame(rows, columns, frames, DEFLATED_FRAMES, { tag: TAG.PixelData, fragments })
  const expected = await pictureOf(plain)
  assert.equal(expected.kind, 'picture')
  assert.deepEqual(await pictureOf(packed), expected)
  const [first = new Uint8Array(0)] = deflated
  const cutShort = [new Uint8Array(0), first.subarray(0, 100), first.subarray(0, 100), first]
  const damaged = multiFrame(rows, columns, frames, DEFLATED_FRAMES, {
    tag: TAG.PixelData,
    fragments: cutShort,
  })
  await assert.rejects(pictureOf(damaged), (error) => error instanceof DicomError && error.code === 'damaged')
})

const padded = (bytes: Uint8Array) =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)])

function multiFrame(
  rows: number,
  columns: number,
  frames: number,
  transferSyntaxUid: string,
  pixelData: WrittenElement,
): Uint8Array {
  const number = (tag: number, value: number): WrittenElement => ({ tag, vr: 'US', value: uint16(value) })
  const elements = instance(
    number(0x00280002, 1),
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: TAG.NumberOfFrames, vr: 'IS', value: String(frames) },
    number(TAG.Rows, rows),
    number(TAG.Columns, columns),
    number(TAG.BitsAllocated, 16),
    number(0x00280101, 12),
    number(0x00280102, 11),
    number(0x00280103, 0),
    pixelData,
  )
  return writeBytes(writeHead({ transferSyntaxUid }), writeDataSet(elements, EXPLICIT))
}

test('what no decoder is given for is said, and an object without an image too', async () => {
  assert.deepEqual(await pictureOf(sharedFile('files/ct/j2k.dcm')), { kind: 'none', why: 'compression' })
  assert.deepEqual(await pictureOf(sharedFile('files/rt/rtplan.dcm')), { kind: 'none', why: 'no-image' })
  assert.deepEqual(await pictureOf(sharedFile('files/pdf/pdf.dcm')), { kind: 'none', why: 'no-image' })
})

test('numbers of colours whose palette cannot be read are not shown as shades of grey', async () => {
  const bytes = Buffer.from(sharedFile('files/us/examples_palette.dcm'))
  const redData = bytes.indexOf(Buffer.from([0x28, 0x00, 0x01, 0x12]))
  assert.ok(redData > 0)
  // (0028,1221), a table in segments.
  bytes[redData + 2] = 0x21
  assert.deepEqual(await pictureOf(bytes), { kind: 'none', why: 'compression' })
})

test('a decoder is given one whole frame, and what it tells of it goes before what the object says', async () => {
  const seen: Uint8Array[] = []
  const bytes = sharedFile('files/ct/j2k.dcm')
  const small = await picture({
    open: () => chunked(bytes),
    sizeBytes: bytes.length,
    most: 8,
    decoders: new Map([
      [
        '1.2.840.10008.1.2.4.90',
        (frame: Uint8Array) => {
          seen.push(frame)
          const even = { rows: 1, columns: 1, bitsAllocated: 8, bitsStored: 8, highBit: 7, isSigned: false }
          return { ...even, bytes: Uint8Array.of(0) }
        },
      ],
    ]),
  })
  assert.ok(small.kind === 'picture' && small.width === 1 && small.height === 1)
  assert.equal(seen.length, 1)
  // SOC and EOC of JPEG 2000.
  assert.deepEqual([...(seen[0]?.subarray(0, 2) ?? [])], [0xff, 0x4f])
})

test('whatever the bytes are, there is a picture, none, or an error of the object', async () => {
  const seeds = ['mr/MR_small_RLE.dcm', 'mr/MR_small.dcm', 'us/examples_palette.dcm'].map((path) =>
    sharedFile('files', path),
  )
  const change = fc.record({ at: fc.nat({ max: 6000 }), byte: fc.nat(255) })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(change, { maxLength: 20 }),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      async (seed, changes, share) => {
        const bytes = seed.slice(0, Math.ceil(seed.length * share))
        for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte
        try {
          const { kind } = await pictureOf(bytes, 16)
          assert.ok(kind === 'picture' || kind === 'none')
        } catch (error) {
          assert.ok(error instanceof DicomError, String(error))
        }
      },
    ),
    { numRuns: 200 },
  )
})
