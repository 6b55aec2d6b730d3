/** One PACS that gets images of one upload while it comes. What it does not simply take waits for the message. */
import { AssociationError } from '@epacs/dicom/network'
import type { PacsConfig } from '../config/schema.ts'
import { type Kind, keyOf, type PacsConnection } from '../receiving/pacs.ts'
import { openPacs, PacsAway } from '../receiving/pacs-ways.ts'
import { PacsBroke } from '../receiving/stow-pacs.ts'
import type { EarlyImages } from '../state/early-images.ts'
import type { EarlyObject } from './early-object.ts'

export interface EarlyUpload {
  readonly id: string
  readonly senderName: string
}

export class EarlyPacs {
  readonly #pacs: PacsConfig
  readonly #upload: EarlyUpload
  readonly #images: EarlyImages
  readonly #signal: AbortSignal
  #connection: PacsConnection | undefined
  #kinds = new Map<string, Kind>()
  #trouble: string | undefined

  constructor(pacs: PacsConfig, upload: EarlyUpload, images: EarlyImages, signal: AbortSignal) {
    this.#pacs = pacs
    this.#upload = upload
    this.#images = images
    this.#signal = signal
  }

  get name(): string {
    return this.#pacs.name
  }

  /** Why it gets nothing more of it now; undefined: it does. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** Resolves when it has answered, or gets nothing more. @throws the signal's reason */
  async store(image: EarlyObject): Promise<void> {
    if (this.#trouble !== undefined) return
    const { sopInstanceUid, sha256 } = image
    const known = { sopInstanceUid, sha256, pacs: this.name }
    if (this.#images.isStored(this.#upload.senderName, known)) return
    try {
      const connection = await this.#connectionFor(image)
      // It may be decompressed for it, which the record of the message is to say.
      if (!connection.takes(image)) return
      this.#images.goes(this.#upload.id, known)
      const { result, status, comment } = await connection.store(image.object())
      if (result === 'stored') return this.#images.stored(this.#upload.id, { ...known, status, comment })
      this.#images.notStored(this.#upload.id, known)
      this.#trouble = 'The PACS does not take an image'
    } catch (error) {
      this.#signal.throwIfAborted()
      if (!(error instanceof AssociationError || error instanceof PacsAway || error instanceof PacsBroke))
        throw error
      this.#trouble = error.message
    }
  }

  async release(): Promise<void> {
    await this.#connection?.release()
    this.#connection = undefined
  }

  abort(): void {
    this.#connection?.abort()
  }

  async #connectionFor(kind: Kind): Promise<PacsConnection> {
    if (this.#connection !== undefined && this.#kinds.has(keyOf(kind))) return this.#connection
    await this.release()
    this.#signal.throwIfAborted()
    // As many as one association takes, with what they may be decompressed to.
    if (this.#kinds.size >= MOST_KINDS) this.#kinds = new Map()
    this.#kinds.set(keyOf(kind), kind)
    this.#connection = await openPacs(this.#pacs, [...this.#kinds.values()], this.#signal)
    return this.#connection
  }
}

const MOST_KINDS = 32
