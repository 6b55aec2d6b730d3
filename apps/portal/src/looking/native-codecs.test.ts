/** What the codecs make of an image, pixel by pixel against what other people's decoders make of it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { type DecodeFrame, pictureAt } from '@epacs/intake/looking/picture'
import { sharedPath } from '../../../../packages/intake/src/testing/shared-data.ts'
import { BlobBytes } from './blob-bytes.ts'
import { type Codec, nativeCodecs } from './native-codecs.ts'

const run = promisify(execFile)
const program = createRequire(import.meta.url).resolve('dcmjs-codecs/build/dcmjs-native-codecs.wasm')
const byCodec = nativeCodecs(async () => new Uint8Array(await readFile(program)).buffer)
/** Larger than any of the images here: every pixel is looked at. */
const WHOLE = 4096

async function shades(path: string, decoders: ReadonlyMap<string, DecodeFrame> = new Map()) {
  const picture = await pictureAt(
    new BlobBytes(await openAsBlob(path)),
    { kind: 'file', id: 0 },
    { most: WHOLE, decoders },
  )
  assert.equal(picture.kind, 'picture', path)
  return picture.kind === 'picture' ? picture : assert.fail()
}

const compressed = (path: string, syntax: string, codec: Codec) =>
  shades(sharedPath('data', path), new Map([[`1.2.840.10008.1.2.4.${syntax}`, byCodec(codec)]]))

async function decompressed(path: string, tool: 'dcmdjpeg' | 'dcmdjpls' | 'gdcmconv') {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-codecs-'))
  try {
    const native = join(folder, 'native.dcm')
    // Colours as they were coded, as here: DCMTK would make RGB of them.
    const options = { dcmdjpeg: ['+cn'], dcmdjpls: [], gdcmconv: ['--raw'] }[tool]
    await run(tool, [...options, sharedPath('data', path), native])
    return await shades(native)
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Shades = Awaited<ReturnType<typeof shades>>

function furthest(one: Shades, other: Shades): number {
  assert.deepEqual([one.width, one.height], [other.width, other.height])
  return one.rgba.reduce((most, shade, at) => Math.max(most, Math.abs(shade - (other.rgba[at] ?? -1))), 0)
}

test('codecs that could not be loaded are loaded for the next picture', async () => {
  let asked = 0
  const codecs = nativeCodecs(async () => {
    asked += 1
    if (asked === 1) throw new Error('the line is down')
    return new Uint8Array(await readFile(program)).buffer
  })
  const path = sharedPath('data', 'files/ct/j2k.dcm')
  const decoders = new Map([['1.2.840.10008.1.2.4.90', codecs('decodeJpeg2000')]])
  const look = async () =>
    await pictureAt(new BlobBytes(await openAsBlob(path)), { kind: 'file', id: 0 }, { most: 64, decoders })
  assert.deepEqual(await look(), { kind: 'none', why: 'unreadable' })
  assert.equal((await look()).kind, 'picture')
})

for (const [what, path, syntax, codec, tool, apart] of [
  ['JPEG extended, twelve bits', 'files/nm/JPGExtended.dcm', '51', 'decodeJpeg', 'dcmdjpeg', 1],
  ['JPEG lossless', 'files/nm/JPEG-LL.dcm', '70', 'decodeJpeg', 'dcmdjpeg', 0],
  ['JPEG lossless, in colours', 'files/sc/SC_rgb_jpeg_gdcm.dcm', '70', 'decodeJpeg', 'dcmdjpeg', 0],
  ['JPEG-LS, fifteen bits', 'files/sc/JLSL_16_15_1_1F.dcm', '80', 'decodeJpegLs', 'dcmdjpls', 0],
  ['JPEG-LS, near lossless', 'files/sc/JPEGLSNearLossless_08_ident.dcm', '81', 'decodeJpegLs', 'dcmdjpls', 0],
  ['JPEG 2000', 'files/ct/j2k.dcm', '90', 'decodeJpeg2000', 'gdcmconv', 0],
  ['JPEG 2000, in colours', 'files/us/examples_jpeg2k.dcm', '90', 'decodeJpeg2000', 'gdcmconv', 0],
  ['JPEG 2000, lossy', 'files/mr/MR2_J2KI.dcm', '91', 'decodeJpeg2000', 'gdcmconv', 1],
  ['JPEG 2000, lossy, in colours', 'files/sc/SC_rgb_gdcm_KY.dcm', '91', 'decodeJpeg2000', 'gdcmconv', 1],
] as const) {
  test(`${what} is what ${tool} makes of it`, async () => {
    const [here, there] = [await compressed(path, syntax, codec), await decompressed(path, tool)]
    assert.ok(new Set(here.rgba).size > 2, 'it is no even area')
    const far = furthest(here, there)
    assert.ok(far <= apart, `${far} shades apart`)
  })
}

for (const [path, syntax, codec] of [
  ['files/mr/MR_small_jp2klossless.dcm', '90', 'decodeJpeg2000'],
  ['files/mr/MR_small_jpeg_ls_lossless.dcm', '80', 'decodeJpegLs'],
] as const) {
  test(`${path} is the image that was compressed`, async () => {
    const original = await shades(sharedPath('data', 'files/mr/MR_small.dcm'))
    assert.equal(furthest(await compressed(path, syntax, codec), original), 0)
  })
}

test('High-Throughput JPEG 2000 loses little of what its lossless form has', async () => {
  const lossless = await compressed('files/sc/HTJ2KLossless_08_RGB_ident.dcm', '201', 'decodeHtJpeg2000')
  const lossy = await compressed('files/sc/HTJ2K_08_RGB_ident.dcm', '203', 'decodeHtJpeg2000')
  assert.ok(new Set(lossless.rgba).size > 100)
  const apart = lossless.rgba.reduce((sum, shade, at) => sum + Math.abs(shade - (lossy.rgba[at] ?? -255)), 0)
  assert.ok(
    apart > 0 && apart / lossless.rgba.length < 4,
    `${apart / lossless.rgba.length} shades on average`,
  )
})

test('a damaged frame has no picture', async () => {
  const path = sharedPath('data', 'files/ct/j2k.dcm')
  const cut = new Blob([(await readFile(path)).subarray(0, 9000)])
  const decoders = new Map([['1.2.840.10008.1.2.4.90', byCodec('decodeJpeg2000')]])
  const picture = await pictureAt(new BlobBytes(cut), { kind: 'file', id: 0 }, { most: WHOLE, decoders })
  assert.deepEqual(picture, { kind: 'none', why: 'unreadable' })
})
