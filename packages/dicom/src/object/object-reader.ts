/** Reads all elements of an object (PS3.10 §7) as far as its pixel data; what follows that is not looked at. */
import type { TransferSyntax } from '../encoding/transfer-syntax.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import { ElementVisitor } from './element-visitor.ts'
import type { ObjectElements, PixelDataPlace } from './object-element.ts'

const MIB = 1024 ** 2

export interface ObjectReaderOptions {
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

  constructor({ maxValueBytes = 64 * 1024, maxKeptBytes = 64 * MIB }: ObjectReaderOptions = {}) {
    this.#visitor = new ElementVisitor({ maxValueBytes, maxKeptBytes, offset: () => this.#stream.offset })
    this.#stream = new ObjectStream(this.#visitor, DEFAULT_READING_LIMITS)
  }

  /** All that will be known is known: no more bytes are needed. */
  get isDone(): boolean {
    return this.#visitor.isDone
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
  const reader = new ObjectReader(options)
  for await (const chunk of chunks) {
    reader.push(chunk)
    if (reader.isDone) break
  }
  return reader.end()
}
