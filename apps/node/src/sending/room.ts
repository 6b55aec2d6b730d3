/**
 * Whether there is room for one more image: on the disk, and in what may wait to be sent. The log says when images begin to
 * be refused, why, and when they are taken again.
 */
import { type Outcome, STATUS } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { NodeConfig } from '../config/schema.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'
import type { Spool } from './spool.ts'

export type Lack = 'disk-full' | 'queue-full'

const OUTCOMES: Readonly<Record<Lack, Outcome>> = {
  'disk-full': { status: STATUS.outOfResources, errorComment: 'No space on the disk of the node' },
  'queue-full': { status: STATUS.outOfResources, errorComment: 'Too much waits in the node to be sent' },
}

export interface RoomParts {
  readonly spool: Pick<Spool, 'freeBytes'>
  readonly queue: OutgoingQueue
  readonly config: { readonly now: Pick<NodeConfig, 'dicom'> }
  readonly log: Logger
}

export class Room {
  readonly #parts: RoomParts
  #lack: Lack | null = null
  /** A write met the end of the disk, whatever it says to be free: until one has succeeded. */
  #hasRunOut = false

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  /** Null: the next image is taken. */
  async look(): Promise<Lack | null> {
    const { spool, queue, config } = this.#parts
    const { diskReserveBytes, maxQueuedBytes } = config.now.dicom
    const freeBytes = await spool.freeBytes()
    const queuedBytes = queue.images.queuedBytes()
    const isQueueFull = maxQueuedBytes !== null && queuedBytes >= maxQueuedBytes
    const lack = freeBytes < diskReserveBytes ? 'disk-full' : isQueueFull ? 'queue-full' : null
    if (lack !== null || !this.#hasRunOut)
      this.#note(lack, { freeBytes, diskReserveBytes, queuedBytes, maxQueuedBytes })
    return lack
  }

  /** What an image is refused with; undefined: it is taken. */
  async refusal(): Promise<Outcome | undefined> {
    const lack = await this.look()
    return lack === null ? undefined : OUTCOMES[lack]
  }

  /** The disk has taken no more of an image. */
  ranOut(): Outcome {
    this.#hasRunOut = true
    this.#note('disk-full', {})
    return OUTCOMES['disk-full']
  }

  taken(): void {
    this.#hasRunOut = false
  }

  #note(lack: Lack | null, sizes: Readonly<Record<string, number | null>>): void {
    if (lack === this.#lack) return
    this.#lack = lack
    const { log } = this.#parts
    if (lack === null) log.warn(sizes, 'there is room again: images are taken')
    else log.error({ because: lack, ...sizes }, 'no room: images are refused with A700')
  }
}
