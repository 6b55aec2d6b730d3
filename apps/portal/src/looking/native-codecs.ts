/**
 * Frames that neither the browser nor a script of few bytes decodes: dcmjs-codecs, which is CharLS, OpenJPEG, OpenJPH and
 * libjpeg in WebAssembly, as the communication node decompresses with. Loaded with the first frame that needs it.
 */
import type { DecodeFrame } from '@epacs/intake/looking/picture'

type Library = typeof import('dcmjs-codecs')
export type Codec = 'decodeJpeg' | 'decodeJpegLs' | 'decodeJpeg2000' | 'decodeHtJpeg2000'

/** @param readProgram the library's WebAssembly, asked for once */
export function nativeCodecs(readProgram: () => Promise<ArrayBuffer>): (codec: Codec) => DecodeFrame {
  let loading: ReturnType<typeof load> | undefined
  return (codec) => async (frame, layout) => {
    // A load that failed, as when the line was down, is not kept: the next picture tries anew.
    loading ??= load(readProgram).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    const { Context, NativeCodecs } = await loading
    const { rows, columns, samples, bitsAllocated, photometric } = layout
    const context = new Context({
      width: columns,
      height: rows,
      bitsAllocated,
      bitsStored: layout.bitsStored,
      samplesPerPixel: samples,
      pixelRepresentation: layout.isSigned ? 1 : 0,
      photometricInterpretation: photometric,
      // Pixel by pixel, whatever the compressed frame's order is.
      planarConfiguration: 0,
      encodedBuffer: frame,
    })
    // Colours stay as they were coded.
    const decoded = NativeCodecs[codec](context, { convertColorspaceToRgb: false }).getDecodedBuffer()
    if (decoded?.length !== (rows * columns * samples * bitsAllocated) / 8) {
      throw new Error('the frame is of another size than declared')
    }
    // A copy: what it answers lies in the memory of the codecs.
    return { bytes: decoded.slice(), isPlanar: false, photometric: decodedColours(photometric, codec) }
  }
}

async function load(readProgram: () => Promise<ArrayBuffer>) {
  // A bundle whose names only its default export has.
  const { default: codecs } = (await import('dcmjs-codecs')) as unknown as { readonly default: Library }
  // It would tell of the image on the console.
  codecs.log.setLevel('silent')
  // Its own way of loading is an eval, which no policy of the portal allows.
  Object.assign(codecs.NativeCodecs, { _getWebAssemblyBytes: readProgram })
  await codecs.NativeCodecs.initializeAsync({ logCodecsInfo: false, logCodecsTrace: false })
  return codecs
}

/** PS3.5 §8.2.4: JPEG 2000's colour transformation is taken back with the rest. */
function decodedColours(photometric: string, codec: Codec): string {
  const isJpeg2000 = codec === 'decodeJpeg2000' || codec === 'decodeHtJpeg2000'
  if (isJpeg2000 && (photometric === 'YBR_RCT' || photometric === 'YBR_ICT')) return 'RGB'
  // Each pixel gets its own chrominance.
  return codec === 'decodeJpeg' && photometric === 'YBR_FULL_422' ? 'YBR_FULL' : photometric
}
