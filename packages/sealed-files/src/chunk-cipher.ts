/** Chunks of one file to slots and back. */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'
import { NONCE_BYTES, OVERHEAD_BYTES, TAG_BYTES } from './layout.ts'

const ALGORITHM = 'aes-256-gcm'

/** Where in the file a chunk stands. */
export interface ChunkPlace {
  readonly index: number
  /** Whether the content is known to end with it. */
  readonly isLast: boolean
}

export class ChunkCipher {
  readonly #key: KeyObject

  constructor(fileKey: KeyObject) {
    this.#key = fileKey
  }

  /** Writes the slot to the beginning of `slot`, and returns how long it is. */
  seal(content: Uint8Array, place: ChunkPlace, slot: Uint8Array): number {
    const nonce = slot.subarray(0, NONCE_BYTES)
    randomFillSync(nonce)
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce)
    cipher.setAAD(aadOf(place))
    slot.set(cipher.update(content), NONCE_BYTES)
    cipher.final()
    slot.set(cipher.getAuthTag(), NONCE_BYTES + content.length)
    return OVERHEAD_BYTES + content.length
  }

  /** Undefined: it is not what was written there. */
  open(slot: Uint8Array, place: ChunkPlace): Buffer | undefined {
    if (slot.length < OVERHEAD_BYTES) return undefined
    const end = slot.length - TAG_BYTES
    const decipher = createDecipheriv(ALGORITHM, this.#key, slot.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(aadOf(place))
    decipher.setAuthTag(slot.subarray(end))
    const content = decipher.update(slot.subarray(NONCE_BYTES, end))
    try {
      decipher.final()
    } catch {
      // What GCM says of every change.
      return undefined
    }
    return content
  }
}

function aadOf({ index, isLast }: ChunkPlace): Buffer {
  const aad = Buffer.alloc(9)
  aad.writeBigUInt64BE(BigInt(index))
  aad[8] = isLast ? 1 : 0
  return aad
}
