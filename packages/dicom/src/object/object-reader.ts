/**
 * Reads all elements of an object (PS3.10 §7): as far as its pixel data, for which a few kilobytes are enough, or as a
 * whole, with what stands behind the pixel data, the pixels themselves left out.
 */
import type { TransferSyntax } from '../encoding/transfer-syntax.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import { ElementVisitor, type ObjectExtent } from './element-visitor.ts'
import type { ObjectElements, PixelDataPlace } from './object-element.ts'

const MIB = 1024 ** 2

export interface ObjectReaderOptions {
  /** Default 'to-pixel-data'. */
  readonly extent?: ObjectExtent
  /** In bytes; longer values are told of and not kept. Default 64 KiB. */
  readonly maxValueBytes?: number
  /** In bytes, of all that is kept. Default 64 MiB. */
  readonly maxKeptBytes?: number
}

export interface ReadObject {
  readonly transferSyntax: TransferSyntax
  readonly elements: ObjectElements
  readonly pixelData: PixelDataPlace
}

export class ObjectReader {
  readonly #visitor: ElementVisitor
  readonly #stream: ObjectStream

  constructor({
    extent = 'to-pixel-data',
    maxValueBytes = 64 * 1024,
    maxKeptBytes = 64 * MIB,
  }: ObjectReaderOptions = {}) {
    const offset = () => this.#stream.offset
    this.#visitor = new ElementVisitor({ extent, maxValueBytes, maxKeptBytes, offset })
    this.#stream = new ObjectStream(this.#visitor, DEFAULT_READING_LIMITS)
  }

  /** All that will be known is known: no more bytes are needed. */
  get isDone(): boolean {
    return this.#visitor.isDone
  }

  /** The data set is one deflate stream (PS3.5 §A.5), to be read from its beginning only. */
  get isDeflated(): boolean {
    return this.#stream.body?.settled.syntax.deflated === true
  }

  /**
   * What is pushed next begins at `offset` (see `InstanceHeader.offsetBehindPixelData`). To be called when the pixel
   * data has begun, and not for a deflated object.
   */
  passPixelData(offset: number): void {
    if (!this.isDone) throw new TypeError('the pixel data has not begun')
    this.#stream.continueAt(offset, this.#visitor)
    this.#visitor.passPixelData()
  }

  /** The next bytes, in any split. @throws DicomError */
  push(chunk: Uint8Array): void {
    this.#stream.push(chunk)
  }

  /** After the last byte, or as soon as `isDone`. @throws DicomError */
  end(): ReadObject {
    if (!this.isDone) this.#stream.end()
    const { body } = this.#stream
    if (body === undefined) throw new TypeError('the data set has not begun')
    const { elements, pixelData } = this.#visitor
    return { transferSyntax: body.settled.syntax, elements, pixelData }
  }
}

/** From a stream of its bytes, which is left as soon as the pixel data begins. @throws DicomError */
export async function readObject(
  chunks: AsyncIterable<Uint8Array>,
  options?: ObjectReaderOptions,
): Promise<ReadObject> {
  return (await pushed(new ObjectReader(options), chunks)).end()
}

/**
 * With what stands behind the pixel data, for which the pixels are not read unless the object is deflated.
 *
 * @param bytesFrom the object's bytes from an offset on; read twice
 * @param offsetBehindPixelData as `InstanceHeader` tells it; undefined: nothing stands there
 * @throws DicomError
 */
export async function readWholeObject(
  bytesFrom: (offset: number) => AsyncIterable<Uint8Array>,
  offsetBehindPixelData: number | undefined,
  options: Omit<ObjectReaderOptions, 'extent'> = {},
): Promise<ReadObject> {
  const reader = await pushed(new ObjectReader(options), bytesFrom(0))
  if (offsetBehindPixelData === undefined || !reader.isDone) return reader.end()
  if (reader.isDeflated) return await readObject(bytesFrom(0), { ...options, extent: 'whole' })
  reader.passPixelData(offsetBehindPixelData)
  return (await pushed(reader, bytesFrom(offsetBehindPixelData))).end()
}

async function pushed(reader: ObjectReader, chunks: AsyncIterable<Uint8Array>): Promise<ObjectReader> {
  for await (const chunk of chunks) {
    reader.push(chunk)
    if (reader.isDone) break
  }
  return reader
}
