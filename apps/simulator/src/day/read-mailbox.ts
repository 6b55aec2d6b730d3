/** A practice's clerk looks into the mailbox: reads, looks at the studies, downloads, and deletes most of it. */
import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { openPromise } from 'yauzl'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { steadily } from '../../../centre/src/testing/crash/steadily.ts'
import type { Place } from '../country/country.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** Small, for packages of a small scale to have several. */
const PIECE_BYTES = 64 * 1024
/** Of what was read, three of five are deleted at once. */
const threeOfFive = (count: number) => count % 5 < 3

export interface Reading {
  /** Of one range. */
  readonly pieceBytes: number
  /** Whether the message that is read after so many others is deleted at once. */
  readonly isDeleted: (count: number) => boolean
}

export class MailboxReader {
  readonly #place: Pick<Place, 'clerk' | 'institution'>
  readonly #ledger: Ledger
  readonly #folder: string
  readonly #reading: Reading
  readonly #handled = new Set<string>()
  isReading = false

  constructor(
    place: Pick<Place, 'clerk' | 'institution'>,
    ledger: Ledger,
    folder: string,
    reading: Reading = { pieceBytes: PIECE_BYTES, isDeleted: threeOfFive },
  ) {
    this.#place = place
    this.#ledger = ledger
    this.#folder = folder
    this.#reading = reading
  }

  /** Everything that lies there unread. @returns how much it was */
  async readAll(): Promise<number> {
    const { clerk } = this.#place
    const { json } = await steadily(() => clerk.get('/api/messages?box=inbox&status=delivered&pageSize=100'))
    const fresh: readonly string[] = json.items
      .map(({ id }: { id: string }) => id)
      .filter((id: string) => !this.#handled.has(id))
    this.isReading = fresh.length > 0
    for (const id of fresh) {
      await this.#read(id)
      this.#handled.add(id)
    }
    this.isReading = false
    return fresh.length
  }

  async #read(message: string): Promise<void> {
    const { clerk, institution } = this.#place
    await this.#get(`/api/messages/${message}`)
    await this.#get(`/dicomweb/messages/${message}/studies`)
    const by = institution.number
    this.#ledger.do({ message, by, what: 'download', ms: Date.now() })
    const path = join(this.#folder, `${by}-${message}.zip`)
    try {
      await this.#download(message, path)
      await this.#note(path)
    } finally {
      await rm(path, { force: true })
    }
    if (!this.#reading.isDeleted(this.#handled.size)) return
    this.#ledger.do({ message, by, what: 'delete', ms: Date.now() })
    const { status } = await steadily(() => clerk.call('DELETE', `/api/messages/${message}/data`))
    if (status !== 204) throw new Error(`deleting answered ${status}`)
  }

  /** By pieces: a line that is cut costs one. */
  async #download(message: string, path: string): Promise<void> {
    const address = `/api/messages/${message}/package`
    const head = await steadily(() => this.#place.clerk.call('HEAD', address))
    if (head.status !== 200) throw new Error(`a package answered ${head.status}`)
    const sizeBytes = Number(head.headers['content-length'])
    const etag = String(head.headers.etag)
    const { pieceBytes } = this.#reading
    const file = await open(path, 'w')
    try {
      for (let at = 0; at < sizeBytes; at += pieceBytes) {
        const last = Math.min(at + pieceBytes, sizeBytes) - 1
        const piece = await this.#get(address, { range: `bytes=${at}-${last}`, 'if-range': etag })
        if (piece.length !== last - at + 1) throw new Error(`a piece of a package has ${piece.length} bytes`)
        await file.writeFile(piece)
      }
    } finally {
      await file.close()
    }
  }

  async #get(path: string, headers: Record<string, string> = {}): Promise<Buffer> {
    const { status, body } = await steadily(() => this.#place.clerk.get(path, headers))
    if (status !== 200 && status !== 206) throw new Error(`${path} answered ${status}: ${body.toString()}`)
    return body
  }

  /** Each image of the package, by another reader of ZIP than the product's writer. */
  async #note(path: string): Promise<void> {
    const zip = await openPromise(path, { autoClose: false })
    try {
      for await (const entry of zip.eachEntry()) {
        if (!entry.fileName.startsWith('IMAGES/')) continue
        const object = storedObject(await buffer(await zip.openReadStreamPromise(entry)))
        if (object === undefined) throw new Error(`${entry.fileName} of a package is no DICOM object`)
        const sha256 = createHash('sha256').update(object.dataSet).digest('hex')
        const at = this.#place.institution.number
        this.#ledger.arrive({ at, uid: object.sopInstanceUid, sha256, ms: Date.now(), by: 'download' })
      }
    } finally {
      zip.close()
    }
  }
}
