/** The thread that makes pictures: decodes and windows with dcmjs-imaging, then JPEG or PNG. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type * as Imaging from 'dcmjs-imaging'
import { encode as encodePng } from 'fast-png'
import jpeg from 'jpeg-js'
import type { PictureAnswer, PictureWish } from './renderer.ts'
import { type Bitmap, shrunk } from './shrunk.ts'

/** An image is shown whole or not at all: what it claims is checked before memory is taken for it. */
const MOST_PIXELS = 100_000_000

const port = parentPort
if (port === null) throw new Error('this is the program of a worker thread')
// A bundle whose names Node.js cannot see from an import.
const require = createRequire(import.meta.url)
const { DicomImage, log, NativePixelDecoder, WindowLevel }: typeof Imaging = require('dcmjs-imaging')
// It would tell of the image on the standard output.
log.setLevel('silent')
const library = dirname(require.resolve('dcmjs-imaging'))
const ready = NativePixelDecoder.initializeAsync({
  webAssemblyModulePathOrUrl: join(library, 'dcmjs-native-codecs.wasm'),
})

port.on('message', async ({ id, ...wish }: PictureWish & { id: number }) => {
  let answer: PictureAnswer
  try {
    await ready
    answer = { id, picture: picture(wish) }
  } catch (error) {
    // What it says may quote the image.
    answer = { id, failure: error instanceof Error ? error.name : 'failed' }
  }
  port.postMessage(answer)
})

function picture({ object, type, quality, fit, window }: PictureWish): Uint8Array {
  const copy = new Uint8Array(object).buffer
  const image = new DicomImage(copy)
  if (image.getWidth() * image.getHeight() > MOST_PIXELS) throw new RangeError('too many pixels')
  const level = window === undefined ? {} : { windowLevel: new WindowLevel(window.width, window.centre) }
  const { width, height, pixels } = image.render({ frame: 0, renderOverlays: true, ...level })
  const bitmap = shrunk({ width, height, rgba: new Uint8Array(pixels) }, fit)
  return type === 'image/png' ? asPng(bitmap) : asJpeg(bitmap, quality)
}

function asPng({ width, height, rgba }: Bitmap): Uint8Array {
  return encodePng({ width, height, data: rgba, channels: 4, depth: 8 })
}

function asJpeg({ width, height, rgba }: Bitmap, quality: number): Uint8Array {
  return jpeg.encode({ width, height, data: rgba }, quality).data
}
