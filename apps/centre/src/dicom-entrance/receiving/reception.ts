/** A message that is being received, in memory: which instances it has, who sends them, when it is to be closed. */
import type { Files } from '@epacs/package'
import { Companions } from './belonging.ts'
import { type KeptObject, spooledObject } from './kept-object.ts'
import type { SpooledInstance } from './spool.ts'

/**
 * What an instance takes of a package besides its bytes, at most: names and places in the ZIP, its record in the
 * DICOMDIR. Reserved as well, so that what was taken fits when it is packed.
 */
const PACKING_BYTES = 4096
/** The beginning of the DICOMDIR, the records of patient and studies, the end of the ZIP. */
const FIXED_BYTES = 64 * 1024

/** An association, as far as a message is concerned. */
export interface Contributor {
  /** An instance is on its way, to whichever message. */
  readonly isReceiving: boolean
  /** The messages that it brought something to, as long as they have a future. */
  readonly receptions: Set<Reception>
  /** The one that it brought something to last. */
  last: Reception | undefined
}

export interface HeldInstance extends SpooledInstance {
  /** Of the spool that it lies in. */
  readonly path: string
}

export interface ReceptionFacts {
  readonly messageId: string
  readonly senderId: string
  readonly recipientId: string
  readonly reservedBytes: number
}

export class Reception {
  readonly messageId: string
  readonly senderId: string
  readonly recipientId: string
  readonly companions = new Companions()
  readonly contributors = new Set<Contributor>()
  /** `closed`: being checked. `cancelled`: by its sender. `ended`: delivered, or otherwise without a future. */
  state: 'open' | 'closed' | 'cancelled' | 'ended' = 'open'
  reservedBytes: number
  /** What its instances need of the mailbox. */
  neededBytes = FIXED_BYTES
  /** Its last association broke, and nothing has come since. */
  isInterrupted = false
  /** Something that belongs to it had to be refused for want of room. */
  lacksInstances = false
  /** That its instances lie in. */
  readonly spools = new Set<string>()
  readonly #instances = new Map<string, HeldInstance>()
  #touchedAtMs = performance.now()

  constructor({ messageId, senderId, recipientId, reservedBytes }: ReceptionFacts) {
    this.messageId = messageId
    this.senderId = senderId
    this.recipientId = recipientId
    this.reservedBytes = reservedBytes
  }

  static neededFor(sizeBytes: number): number {
    return sizeBytes + PACKING_BYTES
  }

  static get fixedBytes(): number {
    return FIXED_BYTES
  }

  get instances(): ReadonlyMap<string, HeldInstance> {
    return this.#instances
  }

  add(instance: HeldInstance): void {
    this.#instances.set(instance.sopInstanceUid, instance)
    this.spools.add(instance.path)
    this.companions.add(instance.belonging)
    this.neededBytes += Reception.neededFor(instance.sizeBytes)
    this.touch()
  }

  /** Whether all has come that its sender meant to send, as far as can be known. */
  get isComplete(): boolean {
    return !this.isInterrupted && !this.lacksInstances
  }

  object(sopInstanceUid: string, files: Files): KeptObject | undefined {
    const held = this.#instances.get(sopInstanceUid)
    return held && spooledObject(held.sopClassUid, held, files)
  }

  touch(): void {
    this.#touchedAtMs = performance.now()
  }

  /** Whether it has waited for long enough. */
  isDue({ quietMs, releaseMs }: { readonly quietMs: number; readonly releaseMs: number }): boolean {
    // What is on its way may well belong to it, unless that association has gone on to another message.
    for (const { isReceiving, last } of this.contributors) if (isReceiving && last === this) return false
    const waitMs = this.contributors.size > 0 || this.isInterrupted ? quietMs : releaseMs
    return performance.now() - this.#touchedAtMs >= waitMs
  }
}
