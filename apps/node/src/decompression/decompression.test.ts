/** Real compressed images, decompressed; DCMTK and GDCM say what each pixel must be. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { TAG } from '@epacs/dicom'
import { readObject, valueAt } from '@epacs/dicom/object'
import { RootElementReader, readForCoercion, rewrittenDataSet } from '@epacs/dicom/rewriting'
import {
  manifestOfFiles,
  sharedFile,
  sharedPath,
} from '../../../../packages/dicom/src/testing/shared-data.ts'
import { bytes, writeHead } from '../../../../packages/dicom/src/testing/write-object.ts'
import { DECOMPRESSION_TAGS, decompressionEdits, NotDecompressibleError } from './decompression-edits.ts'
import { DecoderEndedError, FrameDecoder, type FrameWish } from './frame-decoder.ts'
import { allowedDecompression, EXPLICIT_LITTLE } from './transfer-syntaxes.ts'

const run = promisify(execFile)
const ROOT = '1.2.840.10008.1.2'

let folder: string
const decoder = new FrameDecoder()
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-decompression-'))
})
after(async () => {
  await decoder.close()
  await rm(folder, { recursive: true })
})

async function* of(file: Uint8Array) {
  for (let at = 0; at < file.length; at += 1013) yield file.subarray(at, at + 1013)
}

/** A whole file in Explicit VR Little Endian. */
async function decompressed(
  file: Uint8Array,
  uid: string,
  by = decoder,
  signal = new AbortController().signal,
): Promise<Uint8Array> {
  const compression = allowedDecompression(uid, 'lossy-too')
  assert.ok(compression, uid)
  const reader = new RootElementReader(readForCoercion(DECOMPRESSION_TAGS))
  reader.push(file)
  const root = reader.end()
  const dataSet = file.subarray(root.dataSetOffset)
  const edits = await decompressionEdits(
    { root, bytesFrom: (start) => of(dataSet.subarray(start)) },
    compression,
    by,
    signal,
  )
  const pieces: Uint8Array[] = [writeHead({ transferSyntaxUid: EXPLICIT_LITTLE })]
  for await (const piece of rewrittenDataSet(of(dataSet), root, edits, { isInflated: true }))
    pieces.push(piece.slice())
  return bytes(...pieces)
}

async function pixelsOf(file: Uint8Array): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of valueAt(of(file), [TAG.PixelData])) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function told(file: Uint8Array) {
  const { elements, transferSyntax } = await readObject(of(file))
  const text = (tag: number) =>
    Buffer.from(elements.get(tag)?.value ?? [])
      .toString('latin1')
      .trim()
  return {
    transferSyntax: transferSyntax.uid,
    photometric: text(TAG.PhotometricInterpretation),
    planar: elements.get(TAG.PlanarConfiguration)?.value?.[0],
    lossy: text(TAG.LossyImageCompression),
  }
}

/** By whom else it is decompressed: pixels by pixel, colours as coded. */
const PEERS: Readonly<Record<string, (from: string, to: string) => readonly [string, ...string[]]>> = {
  [`${ROOT}.4.50`]: (from, to) => ['dcmdjpeg', '+cn', '+px', from, to],
  [`${ROOT}.4.51`]: (from, to) => ['dcmdjpeg', '+cn', '+px', from, to],
  [`${ROOT}.4.70`]: (from, to) => ['dcmdjpeg', '+cn', '+px', from, to],
  [`${ROOT}.4.80`]: (from, to) => ['dcmdjpls', '+px', from, to],
  [`${ROOT}.4.81`]: (from, to) => ['dcmdjpls', '+px', from, to],
  [`${ROOT}.5`]: (from, to) => ['dcmdrle', from, to],
  [`${ROOT}.4.90`]: (from, to) => ['gdcmconv', '--raw', from, to],
  [`${ROOT}.4.91`]: (from, to) => ['gdcmconv', '--raw', from, to],
}

const isDamaged = (path: string) => path.startsWith('files/malformed/')

test('each pixel is what DCMTK and GDCM make of it; what tells of the pixels is true', async () => {
  const rows = manifestOfFiles().filter(
    ({ path, expected, transferSyntaxUid }) =>
      expected !== 'reject' && !isDamaged(path) && PEERS[transferSyntaxUid] !== undefined,
  )
  const different: string[] = []
  for (const { path, transferSyntaxUid } of rows) {
    const file = sharedFile(path)
    const ours = await decompressed(file, transferSyntaxUid)
    const to = join(folder, 'peer.dcm')
    const [program, ...args] = PEERS[transferSyntaxUid]?.(sharedPath('data', path), to) ?? ['false']
    await run(program, args)
    const theirs = await readFile(to)
    const [one, other] = [await pixelsOf(ours), await pixelsOf(theirs)]
    if (!one.equals(other.subarray(0, one.length))) different.push(`${path} ${transferSyntaxUid}`)
    const [now, before, peers] = [await told(ours), await told(file), await told(theirs)]
    assert.equal(now.transferSyntax, EXPLICIT_LITTLE)
    assert.equal(now.photometric, peers.photometric, path)
    assert.ok(now.planar === undefined || now.planar === 0, path)
    assert.equal(now.lossy, /\.4\.(5[01]|81)$/.test(transferSyntaxUid) ? '01' : before.lossy, path)
  }
  assert.deepEqual(different, [])
  assert.ok(rows.length >= 25, String(rows.length))
})

test('what is not pixels stays byte for byte, and DCMTK reads the whole', async () => {
  const path = 'files/sm/sm_image_jpegls_nobot.dcm'
  const file = sharedFile(path)
  const ours = await decompressed(file, `${ROOT}.4.80`)
  const elementsOf = (each: Uint8Array) => {
    const reader = new RootElementReader(new Set())
    reader.push(each)
    const { elements, dataSetOffset } = reader.end()
    return new Map(
      elements.map(({ tag, start, end }) => [
        tag,
        Buffer.from(each.subarray(dataSetOffset + start, dataSetOffset + end)).toString('latin1'),
      ]),
    )
  }
  const [before, now] = [elementsOf(file), elementsOf(ours)]
  const changed = [...before].filter(([tag, raw]) => now.get(tag) !== raw).map(([tag]) => tag)
  assert.deepEqual(changed, [TAG.PixelData])
  const to = join(folder, 'ours.dcm')
  await writeFile(to, ours)
  await run('dcmftest', [to])
  await run('dcmdump', ['-q', to])
})

test('planes of RLE become pixels, also where the image says that they lie in planes', async () => {
  const original = await decompressed(sharedFile('files/sc/SC_rgb_rle_2frame.dcm'), `${ROOT}.5`)
  const [from, planes, packed] = ['interleaved.dcm', 'planes.dcm', 'packed.dcm'].map((name) =>
    join(folder, name),
  )
  assert.ok(from && planes && packed)
  await writeFile(from, original)
  await run('gdcmconv', ['--raw', '--planar-configuration', '1', from, planes])
  await run('dcmcrle', [planes, packed])
  const file = await readFile(packed)
  assert.equal((await told(file)).planar, 1)
  const again = await decompressed(file, `${ROOT}.5`)
  assert.equal((await told(again)).planar, 0)
  assert.ok((await pixelsOf(again)).equals(await pixelsOf(original)))
})

test('a deflated data set is inflated', async () => {
  const path = 'files/sc/image_dfl.dcm'
  const to = join(folder, 'inflated.dcm')
  await run('dcmconv', ['+te', sharedPath('data', path), to])
  const ours = await decompressed(sharedFile(path), `${ROOT}.1.99`)
  assert.ok((await pixelsOf(ours)).equals(await pixelsOf(await readFile(to))))
})

test('High-Throughput JPEG 2000: the lossless and the lossy form of one image differ by little', async () => {
  const lossless = await pixelsOf(
    await decompressed(sharedFile('files/sc/HTJ2KLossless_08_RGB_ident.dcm'), `${ROOT}.4.201`),
  )
  const lossy = await pixelsOf(
    await decompressed(sharedFile('files/sc/HTJ2K_08_RGB_ident.dcm'), `${ROOT}.4.203`),
  )
  assert.equal(lossless.length, lossy.length)
  const difference = lossless.reduce((sum, value, at) => sum + Math.abs(value - (lossy[at] ?? 0)), 0)
  assert.ok(difference / lossless.length < 4, String(difference / lossless.length))
})

test('a frame that is damaged, or missing, is named and not made up', async () => {
  const file = sharedFile('files/mr/emri_small_jpeg_ls_lossless.dcm')
  const reader = new RootElementReader(readForCoercion(DECOMPRESSION_TAGS))
  reader.push(file)
  const pixels = reader.end()
  const at = pixels.dataSetOffset + (pixels.elements.find(({ tag }) => tag === TAG.PixelData)?.start ?? 0)
  const broken = new Uint8Array(file)
  broken.fill(0, at + 400, at + 5000)
  await assert.rejects(decompressed(broken, `${ROOT}.4.80`), (error) => error instanceof Error)
  // The decoder serves whoever comes next.
  assert.ok((await decompressed(file, `${ROOT}.4.80`)).length > file.length)
  const embedded = sharedFile('files/malformed/JPEG2000-embedded-sequence-delimiter.dcm')
  await assert.rejects(
    decompressed(embedded, `${ROOT}.4.91`),
    (error) => error instanceof NotDecompressibleError && /cannot be decoded/.test(error.message),
  )
})

/** Its thread ends at the first frames. */
class EndingDecoder extends FrameDecoder {
  left: number

  constructor(times: number) {
    super()
    this.left = times
  }

  override async decode(wish: FrameWish, signal: AbortSignal): Promise<Uint8Array> {
    if (this.left-- <= 0) return await super.decode(wish, signal)
    structuredClone(wish.frame, { transfer: [wish.frame.buffer] })
    throw new DecoderEndedError('the decoder ended')
  }
}

test('a frame whose decoder ended is decoded by the next one; one that ends every decoder is refused', async () => {
  const file = sharedFile('files/mr/emri_small_jpeg_ls_lossless.dcm')
  const once = new EndingDecoder(1)
  const always = new EndingDecoder(Number.POSITIVE_INFINITY)
  try {
    const expected = await decompressed(file, `${ROOT}.4.80`)
    assert.deepEqual(await decompressed(file, `${ROOT}.4.80`, once), expected)
    await assert.rejects(decompressed(file, `${ROOT}.4.80`, always), NotDecompressibleError)
  } finally {
    await Promise.all([once.close(), always.close()])
  }
})

/** Says when so many frames were asked for, and how many are decoded. */
class WatchedDecoder extends FrameDecoder {
  asked = 0
  decoded = 0
  readonly #onSecond: () => void

  constructor(onSecond: () => void) {
    super()
    this.#onSecond = onSecond
  }

  override async decode(wish: FrameWish, signal: AbortSignal): Promise<Uint8Array> {
    const decoding = super.decode(wish, signal)
    if (++this.asked === 2) setImmediate(this.#onSecond)
    const pixels = await decoding
    this.decoded++
    return pixels
  }
}

test('whoever does not wait any more for frames has their answer at once, and the next one gets theirs', async () => {
  const file = sharedFile('files/mr/emri_small_jpeg_ls_lossless.dcm')
  const stopping = new AbortController()
  // The first frame is with the thread, which has to be started, and the second waits for its turn behind it.
  const other = new WatchedDecoder(() => stopping.abort(new Error('it is held')))
  try {
    const next = decompressed(file, `${ROOT}.4.80`, other)
    const cut = decompressed(file, `${ROOT}.4.80`, other, stopping.signal)
    await assert.rejects(cut, /it is held/)
    assert.equal(other.decoded, 0, 'it was not waited for')
    assert.deepEqual(await next, await decompressed(file, `${ROOT}.4.80`))
  } finally {
    await other.close()
  }
})

test('an image with a compressed icon in a sequence stays as it is, and the record says why', async () => {
  const file = sharedFile('files/mr/emri_small_jpeg_ls_lossless.dcm')
  const reader = new RootElementReader(readForCoercion(DECOMPRESSION_TAGS))
  reader.push(file)
  const root = reader.end()
  assert.equal(root.hasNestedFragments, false)
  const at = root.dataSetOffset + (root.elements.find(({ tag }) => tag === TAG.PixelData)?.start ?? 0)
  const undefinedLength = [0xff, 0xff, 0xff, 0xff]
  const item = [0xfe, 0xff, 0x00, 0xe0]
  const itemEnd = [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]
  const sequenceEnd = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]
  const iconImageSequence = [0x88, 0x00, 0x00, 0x02, 0x53, 0x51, 0, 0, ...undefinedLength]
  const pixelData = [0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, ...undefinedLength]
  const fragments = [...item, 0, 0, 0, 0, ...item, 2, 0, 0, 0, 1, 2, ...sequenceEnd]
  const icon = Uint8Array.from([
    ...[...iconImageSequence, ...item, ...undefinedLength],
    ...[...pixelData, ...fragments, ...itemEnd, ...sequenceEnd],
  ])
  await assert.rejects(
    decompressed(bytes(file.subarray(0, at), icon, file.subarray(at)), `${ROOT}.4.80`),
    (error) => error instanceof NotDecompressibleError && /icon/.test(error.message),
  )
})

test('nothing is decompressed that was not allowed; video never', () => {
  assert.equal(allowedDecompression(`${ROOT}.4.70`, 'never'), undefined)
  assert.equal(allowedDecompression(`${ROOT}.4.50`, 'lossless'), undefined)
  assert.equal(allowedDecompression(`${ROOT}.4.70`, 'lossless')?.isLossy, false)
  assert.equal(allowedDecompression(`${ROOT}.4.50`, 'lossy-too')?.isLossy, true)
  for (const video of ['100', '101', '102', '103', '104', '105', '106', '107', '108'])
    assert.equal(allowedDecompression(`${ROOT}.4.${video}`, 'lossy-too'), undefined)
})
