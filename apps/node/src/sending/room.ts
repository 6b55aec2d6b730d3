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

/**
 * So much less than what filled it is room again, of a bound: with as much as an image coming and going at the bound, each
 * would change the answer, and fill the log.
 */
const ROOM_AGAIN = 0.05
const MOST_ROOM_AGAIN_BYTES = 128 * 1024 ** 2
/** A full disk is believed for so long after the last image that met it: if none comes, nothing shows that it is over. */
const RAN_OUT_FOR_MS = 600_000

export interface RoomParts {
  readonly spool: Pick<Spool, 'freeBytes'>
  readonly queue: OutgoingQueue
  readonly config: {
    readonly now: { readonly dicom: Pick<NodeConfig['dicom'], 'diskReserveBytes' | 'maxQueuedBytes'> }
  }
  readonly log: Logger
  /** Milliseconds by a clock that is never set; `performance.now` unless told otherwise. */
  readonly steadyMs?: () => number
}

export class Room {
  readonly #parts: RoomParts
  /** As the log says. */
  #lack: Lack | null = null
  #measuredLack: Lack | null = null
  /** When a write met the end of the disk, whatever that says to be free; undefined: one has succeeded since. */
  #ranOutMs: number | undefined

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  /** Null: the next image is taken. */
  async look(): Promise<Lack | null> {
    const { lack, sizes } = await this.#measured()
    const told = lack ?? (this.#hasRunOut ? 'disk-full' : null)
    this.#note(told, sizes)
    return told
  }

  /** What an image is refused with; undefined: it is taken, as far as is known before its bytes are written. */
  async refusal(): Promise<Outcome | undefined> {
    const { lack, sizes } = await this.#measured()
    // A disk that has run out is tried again: nothing else tells that it has not any more.
    if (lack !== null || !this.#hasRunOut) this.#note(lack, sizes)
    return lack === null ? undefined : OUTCOMES[lack]
  }

  /** The disk has taken no more of an image. */
  ranOut(): Outcome {
    this.#ranOutMs = this.#nowMs()
    this.#note('disk-full', {})
    return OUTCOMES['disk-full']
  }

  taken(): void {
    this.#ranOutMs = undefined
  }

  get #hasRunOut(): boolean {
    return this.#ranOutMs !== undefined && this.#nowMs() - this.#ranOutMs < RAN_OUT_FOR_MS
  }

  #nowMs(): number {
    return (this.#parts.steadyMs ?? (() => performance.now()))()
  }

  async #measured(): Promise<{
    readonly lack: Lack | null
    readonly sizes: Readonly<Record<string, number | null>>
  }> {
    const { spool, queue, config } = this.#parts
    const { diskReserveBytes, maxQueuedBytes } = config.now.dicom
    const freeBytes = await spool.freeBytes()
    const queuedBytes = queue.images.queuedBytes()
    // By what was measured: a disk that ran out may have more than its reserve all the time.
    const before = this.#measuredLack
    const neededBytes = diskReserveBytes + (before === 'disk-full' ? roomAgain(diskReserveBytes) : 0)
    const isQueueFull =
      maxQueuedBytes !== null &&
      queuedBytes >= maxQueuedBytes - (before === 'queue-full' ? roomAgain(maxQueuedBytes) : 0)
    const lack = freeBytes < neededBytes ? 'disk-full' : isQueueFull ? 'queue-full' : null
    this.#measuredLack = lack
    return { lack, sizes: { freeBytes, diskReserveBytes, queuedBytes, maxQueuedBytes } }
  }

  #note(lack: Lack | null, sizes: Readonly<Record<string, number | null>>): void {
    if (lack === this.#lack) return
    this.#lack = lack
    const { log } = this.#parts
    if (lack === null) log.warn(sizes, 'there is room again: images are taken')
    else log.error({ because: lack, ...sizes }, 'no room: images are refused with A700')
  }
}

function roomAgain(boundBytes: number): number {
  return Math.min(boundBytes * ROOM_AGAIN, MOST_ROOM_AGAIN_BYTES)
}
