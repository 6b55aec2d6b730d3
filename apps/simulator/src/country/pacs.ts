/** The PACS behind a hospital's node: sends what is examined there, and takes what comes from elsewhere. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Acceptor, type Outcome, requestAssociation, type StoreRequest, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import type { Ledger } from '../ledger/ledger.ts'

export const PACS_TITLE = 'PACS'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
const OUT_OF_RESOURCES: Outcome = { status: 0xa700, errorComment: 'Disk full' }

/** One after another, made when it is their turn. */
export interface PacsStudy {
  readonly sopClassUid: string
  readonly instances: number
  image(instance: number): Buffer
}

export interface PacsPlace {
  /** Number of the institution. */
  readonly at: number
  readonly port: number
  readonly nodePort: number
}

export interface Pacs {
  start(): Promise<void>
  /** As when its machine is switched off. */
  stop(): Promise<void>
  /** It answers that its disk is full; it may not be able to. @returns whether it is */
  fill(isFull: boolean): boolean
  /** Until the node has answered for each image with success. */
  send(study: PacsStudy, calledAeTitle: string, isOver: () => boolean): Promise<void>
  /** Writes what it has taken into the ledger, unless it does so at once. */
  collect(): Promise<void>
}

/** Our own, on packages/dicom: fifty of another make would not fit in the machine. */
export class OwnPacs implements Pacs {
  readonly #place: PacsPlace
  readonly #ledger: Ledger
  #acceptor: Acceptor | undefined
  #isFull = false

  constructor(place: PacsPlace, ledger: Ledger) {
    this.#place = place
    this.#ledger = ledger
  }

  async start(): Promise<void> {
    this.#acceptor ??= await Acceptor.listen({
      host: '127.0.0.1',
      port: this.#place.port,
      admit: () => ({ services: { store: (request) => this.#take(request) } }),
    })
  }

  async stop(): Promise<void> {
    const acceptor = this.#acceptor
    this.#acceptor = undefined
    await acceptor?.close()
  }

  fill(isFull: boolean): boolean {
    this.#isFull = isFull
    return true
  }

  async collect(): Promise<void> {
    // It writes when it takes.
  }

  async send(study: PacsStudy, calledAeTitle: string, isOver: () => boolean): Promise<void> {
    for (let next = 1; next <= study.instances; ) {
      try {
        next = await this.#sendFrom(study, next, calledAeTitle)
      } catch {
        // The node is away, full or knows nobody yet: the same is tried again, as every PACS does.
      }
      if (next > study.instances) return
      if (isOver()) throw new Error('the day is over')
      await delay(500)
    }
  }

  /** @returns the first instance that was not answered with success */
  async #sendFrom(study: PacsStudy, first: number, calledAeTitle: string): Promise<number> {
    const { sopClassUid, instances, image } = study
    const association = await requestAssociation({
      host: '127.0.0.1',
      port: this.#place.nodePort,
      callingAeTitle: PACS_TITLE,
      calledAeTitle,
      contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }],
    })
    let next = first
    try {
      for (; next <= instances; next++) {
        const object = storedObject(image(next))
        if (object === undefined) throw new Error(`instance ${next} is no DICOM object`)
        const { status } = await store(association, { ...object, dataSet: [object.dataSet] })
        if (status !== 0) break
      }
      await association.release()
    } catch {
      // What was answered is answered, whatever became of the association.
      return next
    }
    return next
  }

  async #take({ dataSet, sopInstanceUid: uid }: StoreRequest): Promise<Outcome> {
    const hash = createHash('sha256')
    for await (const piece of dataSet) hash.update(piece)
    if (this.#isFull) return OUT_OF_RESOURCES
    const { at } = this.#place
    this.#ledger.arrive({ at, uid, sha256: hash.digest('hex'), ms: Date.now(), by: 'pacs' })
    return { status: 0 }
  }
}
