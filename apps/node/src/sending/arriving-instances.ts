/** The instances of a message in the order in which they came: those that are here, then those that come until it is complete. */
import type { IntakeSource } from '@epacs/intake'
import type { OutgoingQueue } from '../state/outgoing.ts'
import type { ArrivedInstance } from '../state/outgoing-images.ts'
import type { Arrivals } from './arrivals.ts'
import type { Spool } from './spool.ts'

export interface ArrivingParts {
  readonly queue: OutgoingQueue
  readonly spool: Spool
  readonly arrivals: Arrivals
}

export class ArrivingInstances implements AsyncIterable<IntakeSource>, AsyncIterator<IntakeSource> {
  readonly #parts: ArrivingParts
  readonly #id: string
  readonly #stop = Promise.withResolvers<void>()
  #read: ArrivedInstance[] = []
  #position = -1
  #given = 0
  #isStopped = false

  constructor(id: string, parts: ArrivingParts) {
    this.#id = id
    this.#parts = parts
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<IntakeSource, undefined>> {
    const { queue, arrivals, spool } = this.#parts
    while (!this.#isStopped) {
      const news = arrivals.next(this.#id)
      if (this.#read.length === 0) this.#read = [...queue.images.instances(this.#id, this.#position)]
      const instance = this.#read.shift()
      if (instance !== undefined) {
        this.#position = instance.position
        this.#given++
        const path = `IM${String(this.#given).padStart(6, '0')}`
        return { value: { path, filePath: spool.at(instance.file), sizeBytes: instance.sizeBytes } }
      }
      if (queue.find(this.#id)?.state !== 'receiving') break
      await Promise.race([news, this.#stop.promise])
    }
    return { done: true, value: undefined }
  }

  /** Also ends a `next` that waits. */
  async return(): Promise<IteratorResult<IntakeSource, undefined>> {
    this.#isStopped = true
    this.#stop.resolve()
    return { done: true, value: undefined }
  }
}
