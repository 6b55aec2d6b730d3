/** One chunk of an upload on its way into the store, in pieces. */
import { createHash, type Hash, randomBytes } from 'node:crypto'
import { giveUpChunk } from '@epacs/package'
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { PieceStore } from '../storage/index.ts'
import { appendPieces, cutPieces, type Piece } from './piece-rows.ts'
import { type ChunkOptions, type ChunkSink, TakenOverError } from './received-bytes.ts'

const MIB = 1024 ** 2
const LARGEST_PIECE_BYTES = 8 * MIB
const SMALLEST_PIECE_BYTES = MIB
/** Of all chunks of this process together. */
const MEMORY_BYTES = 512 * MIB
/** One is sent while the next is filled. */
const PIECES_IN_MEMORY = 2
/** So many have smallest pieces in this memory. */
export const MOST_CHUNKS = MEMORY_BYTES / (PIECES_IN_MEMORY * SMALLEST_PIECE_BYTES)
const TAKEN_OVER = 'another process writes to this upload, or it is gone'

interface Filling {
  readonly bytes: Buffer
  readonly hash: Hash
  filledBytes: number
}

export class PieceSink implements ChunkSink {
  static #open = 0
  readonly #store: PieceStore
  readonly #db: Kysely<Database>
  readonly #uploadId: string
  readonly #options: ChunkOptions
  /** Sent, and not in the list yet. */
  readonly #unlisted: Piece[] = []
  readonly #names: string[] = []
  #sentBytes = 0
  #listedBytes = 0
  #filling: Filling | undefined
  #sending: Promise<void> = Promise.resolve()

  constructor(store: PieceStore, db: Kysely<Database>, uploadId: string, options: ChunkOptions) {
    this.#store = store
    this.#db = db
    this.#uploadId = uploadId
    this.#options = options
    PieceSink.#open++
  }

  async write(chunks: readonly Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        this.#filling ??= this.#newPiece()
        const { bytes, hash, filledBytes } = this.#filling
        const taken = chunk.copy(bytes, filledBytes, at)
        hash.update(bytes.subarray(filledBytes, filledBytes + taken))
        this.#filling.filledBytes += taken
        at += taken
        if (this.#filling.filledBytes === bytes.length) await this.#send()
      }
      giveUpChunk(chunk)
    }
  }

  /** What is verified later is durable now and counts only with `keep`. */
  async sync(): Promise<void> {
    await this.#send()
    await this.#sending
  }

  async keep(): Promise<void> {
    await this.#list()
  }

  async drop(): Promise<void> {
    this.#filling = undefined
    await this.#sending.catch(() => undefined)
    const { offsetBytes } = this.#options
    if (this.#listedBytes > 0) {
      const reach = { fromBytes: offsetBytes, toBytes: offsetBytes + this.#listedBytes }
      // Its pieces are the other's beginning then.
      if (!(await cutPieces(this.#db, this.#uploadId, reach))) throw new TakenOverError(TAKEN_OVER)
    }
    for (const name of this.#names) await this.#store.remove(name)
  }

  async close(): Promise<void> {
    PieceSink.#open--
    this.#filling = undefined
    // Whoever waits for it has been told; a piece that is not in the list is swept.
    await this.#sending.catch(() => undefined)
  }

  #newPiece(): Filling {
    const { mostBytes } = this.#options
    const shareBytes = Math.floor(MEMORY_BYTES / (PIECES_IN_MEMORY * PieceSink.#open))
    const pieceBytes = Math.max(SMALLEST_PIECE_BYTES, Math.min(shareBytes, LARGEST_PIECE_BYTES))
    const size = Math.max(1, Math.min(pieceBytes, mostBytes - this.#sentBytes))
    return { bytes: Buffer.allocUnsafeSlow(size), hash: createHash('sha256'), filledBytes: 0 }
  }

  /** Resolves when the one before it was sent. */
  async #send(): Promise<void> {
    const filling = this.#filling
    if (filling === undefined) return
    this.#filling = undefined
    await this.#sending
    this.#sending = this.#put(filling)
    // Told by the next one, or by `sync`.
    this.#sending.catch(() => undefined)
  }

  async #put({ bytes, hash, filledBytes }: Filling): Promise<void> {
    const startBytes = this.#options.offsetBytes + this.#sentBytes
    this.#sentBytes += filledBytes
    const name = pieceName(this.#uploadId, startBytes)
    this.#names.push(name)
    await this.#store.put(name, bytes.subarray(0, filledBytes))
    giveUpChunk(bytes)
    this.#unlisted.push({ startBytes, sizeBytes: filledBytes, name, sha256: hash.digest() })
    if (!this.#options.isVerifiedLater) await this.#list()
  }

  async #list(): Promise<void> {
    const pieces = this.#unlisted.splice(0)
    if (!(await appendPieces(this.#db, this.#uploadId, pieces))) {
      throw new TakenOverError(TAKEN_OVER)
    }
    for (const { sizeBytes } of pieces) this.#listedBytes += sizeBytes
  }
}

/** Random at its end: who writes never overwrites what another process wrote. */
function pieceName(uploadId: string, startBytes: number): string {
  const random = randomBytes(6).toString('hex')
  return `${uploadId.slice(-2)}/${uploadId}/${String(startBytes).padStart(14, '0')}-${random}`
}

/** Undefined: no piece is called so. */
export function uploadOfPiece(name: string): string | undefined {
  return /^[0-9a-f]{2}\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/\d{14}-[0-9a-f]{12}$/.exec(name)?.[1]
}
