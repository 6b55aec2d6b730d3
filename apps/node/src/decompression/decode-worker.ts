/** The thread that decompresses frames, one at a time: dcmjs-codecs, that is libjpeg, CharLS, OpenJPEG and OpenJPH. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type * as Codecs from 'dcmjs-codecs'
import type { FrameAnswer, FrameWish } from './frame-decoder.ts'

const port = parentPort
if (port === null) throw new Error('this is the program of a worker thread')
// A bundle whose names Node.js cannot see from an import.
const require = createRequire(import.meta.url)
const { Context, log, NativeCodecs }: typeof Codecs = require('dcmjs-codecs')
// It would tell of the image on the standard output.
log.setLevel('silent')
const library = dirname(require.resolve('dcmjs-codecs'))
const ready = NativeCodecs.initializeAsync({
  webAssemblyModulePathOrUrl: join(library, 'dcmjs-native-codecs.wasm'),
})

port.on('message', async ({ codec, frame, layout }: FrameWish) => {
  let answer: FrameAnswer
  try {
    await ready
    const context = new Context({
      ...layout,
      // Pixel by pixel, whatever the compressed frame's order is.
      planarConfiguration: 0,
      encodedBuffer: frame,
    })
    // Colours stay as they were coded.
    const decoded = NativeCodecs[codec](context, { convertColorspaceToRgb: false }).getDecodedBuffer()
    // A copy: what it answers may lie in the memory of the codecs.
    answer = decoded === undefined ? { failure: 'no pixels' } : { pixels: new Uint8Array(decoded) }
  } catch (error) {
    // The first words name the fault of the codestream.
    answer = {
      failure: error instanceof Error ? (error.message.split('\n', 1)[0]?.slice(0, 100) ?? '') : 'failed',
    }
  }
  port.postMessage(answer, 'pixels' in answer ? [answer.pixels.buffer] : [])
})
