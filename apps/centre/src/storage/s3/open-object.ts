/** A package in the store, read by ranges. */
import { Readable } from 'node:stream'
import type { ByteRange, OpenPackage } from '../package-store.ts'
import type { Connection } from './connection.ts'
import { RangeSource } from './range-source.ts'

/** As from a folder; also, what comes from a socket shares memory with its neighbours. */
const CHUNK_BYTES = 256 * 1024

export interface StoredFacts {
  readonly sizeBytes: number
  readonly storedAt: Date
}

export class OpenObject implements OpenPackage {
  readonly sizeBytes: number
  readonly storedAt: Date
  readonly #connection: Connection
  readonly #key: string
  readonly #closed = new AbortController()

  constructor(connection: Connection, key: string, { sizeBytes, storedAt }: StoredFacts) {
    this.#connection = connection
    this.#key = key
    this.sizeBytes = sizeBytes
    this.storedAt = storedAt
  }

  stream({ start, end }: ByteRange = { start: 0, end: this.sizeBytes - 1 }): Readable {
    const bytes = Readable.from(this.read(start, end + 1), { objectMode: false, highWaterMark: 1 })
    // A reader that goes away does not wait for the store: 'close' would come when the reading under way is over.
    const destroy = bytes._destroy.bind(bytes)
    bytes._destroy = (error, done) => {
      this.#closed.abort()
      destroy(error, done)
    }
    return bytes
  }

  async *read(start: number, end: number): AsyncGenerator<Uint8Array> {
    const last = Math.min(end, this.sizeBytes)
    if (start >= last) return
    const source = new RangeSource(this.#connection, this.#key, { start, end: last }, this.#closed.signal)
    try {
      for (let at = start; at < last; ) {
        const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, last - at))
        await source.fill(chunk)
        // Before it is handed out: its new owner may have done with its memory when this goes on.
        at += chunk.length
        yield chunk
      }
    } finally {
      source.end()
    }
  }

  async close(): Promise<void> {
    this.#closed.abort()
  }
}
