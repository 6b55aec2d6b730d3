/**
 * What is being received: which message an instance goes to, and when a message is closed.
 *
 * A message holds what one institution sends to another of one patient (and what a file-set can hold together). A PACS that sends three studies of two patients
 * on one association makes two messages: nobody's images travel in another patient's message, and what belongs to one
 * patient arrives together. A PACS that opens an association for each image makes one message as well: a message is
 * closed not by the release itself, but when none of its associations stands and nothing has come for a moment; or, if
 * one stands or broke, when nothing has come for the quiet time.
 *
 * An instance that is sent again is not doubled while its message is open, nor later when that message had remained
 * incomplete. Who sends again what had come as a whole sends another message. Other content under a known UID is refused.
 */
import type { Centre } from '../../centre.ts'
import type { Exchange } from '../calling/gateways.ts'
import type { Belonging } from './belonging.ts'
import { EarlierDeliveries, type EarlierInstance, type Parties } from './earlier-deliveries.ts'
import { Exclusively } from './exclusively.ts'
import { isSameInstance, type KeptObject } from './kept-object.ts'
import {
  actorOf,
  beginMessage,
  closeMessage,
  growMessage,
  noteContinuation,
  noteInterruption,
} from './open-message.ts'
import { type Contributor, Reception } from './reception.ts'
import { restoreReceptions } from './restore.ts'
import type { Spool } from './spool.ts'
import type { SpoolFolder } from './spool-folder.ts'

/** As many as intake takes into one package. */
const MOST_INSTANCES = 100_000
const LOOK_EVERY_MS = 250
/** Reserved of a mailbox at once: as much again as is there, within these bounds. */
const LEAST_RESERVED_BYTES = 1024 ** 2
const MOST_RESERVED_BYTES = 256 * 1024 ** 2

/** An instance that was received wholly and does not count yet. */
export interface ReceivedInstance {
  readonly sopInstanceUid: string
  readonly sizeBytes: number
  readonly belonging: Belonging
  readonly object: KeptObject
  readonly path: string
  readonly startBytes: number
  /** Makes it count. */
  keep(messageId: string): Promise<void>
}

/** One with the same UID that the centre holds. */
interface KnownInstance extends EarlierInstance {
  /** Undefined: it is delivered. */
  readonly reception?: Reception
}

export type Taking = 'taken' | 'repeated' | 'conflicting' | 'mailbox-full' | 'cancelled' | 'too-much-open'

export interface Sender extends Contributor {
  readonly exchange: Exchange
}

export class Receptions {
  readonly earlier: EarlierDeliveries
  readonly #centre: Centre
  readonly #folder: SpoolFolder
  readonly #exclusively = new Exclusively()
  readonly #byMessage = new Map<string, Reception>()
  #timer: NodeJS.Timeout | undefined
  #closing: Promise<unknown> = Promise.resolve()

  constructor(centre: Centre, folder: SpoolFolder) {
    this.#centre = centre
    this.#folder = folder
    this.earlier = new EarlierDeliveries(centre)
  }

  get open(): number {
    let open = 0
    for (const { state } of this.#byMessage.values()) if (state === 'open') open++
    return open
  }

  /** Finds again what a process before this one received, and removes what nobody needs of it. */
  async restore(): Promise<void> {
    for (const reception of await restoreReceptions(this.#centre, this.#folder)) {
      this.#byMessage.set(reception.messageId, reception)
    }
  }

  /** Begins to look for messages that are to be closed. */
  watch(): void {
    this.#timer = setInterval(() => {
      this.#closing = this.#closeDue().catch((error: unknown) => {
        this.#centre.log.error({ err: error }, 'a message that was received by DICOM could not be closed')
      })
    }, LOOK_EVERY_MS)
    this.#timer.unref()
  }

  /** What is open stays so: it is found again at the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#closing
  }

  async take(sender: Sender, instance: ReceivedInstance): Promise<Taking> {
    const key = keyOf(partiesOf(sender.exchange))
    const first = await this.#exclusively.run(key, () => this.#decide(sender, instance))
    if (typeof first === 'string') return first
    // Compared without holding up the others; what it is compared with stays as it is.
    if (!(await isSameInstance(instance.object, first.object))) return 'conflicting'
    // Who sends again what had come as a whole means to send it again.
    if (first.sending === 'complete') {
      return await this.#exclusively.run(key, () => this.#takeAnew(sender, instance))
    }
    if (first.reception !== undefined) await this.#touch(sender, first.reception)
    return 'repeated'
  }

  /** What of the exchange is not delivered yet; those that are open first. */
  held(parties: Parties): readonly Reception[] {
    const held = [...this.#byMessage.values()].filter(
      ({ senderId, recipientId }) => senderId === parties.senderId && recipientId === parties.recipientId,
    )
    const isOpen = ({ state }: Reception) => state === 'open'
    return [...held.filter(isOpen), ...held.filter((each) => !isOpen(each))]
  }

  /** The association is over. `broken`: not by release. */
  async left(sender: Sender, end: 'released' | 'broken'): Promise<void> {
    const { last } = sender
    for (const reception of sender.receptions) {
      reception.contributors.delete(sender)
      reception.touch()
    }
    if (end === 'released' || last === undefined || last.state !== 'open') return
    last.isInterrupted = true
    await noteInterruption(this.#centre, last.messageId, actorOf(sender.exchange.gateway))
  }

  /** The message has come to an end: the received bytes are needed no more. */
  async discard(messageId: string): Promise<void> {
    const reception = this.#byMessage.get(messageId)
    if (reception === undefined) return
    reception.state = (await this.#isCancelled(messageId)) ? 'cancelled' : 'ended'
    this.#byMessage.delete(messageId)
    // Who still sends to a message that was cancelled is to learn it.
    if (reception.state === 'ended')
      for (const each of reception.contributors) each.receptions.delete(reception)
    this.earlier.forget()
    for (const path of reception.spools) await this.#removeUnneeded(path)
  }

  /** The association writes nothing more to it. */
  async closeSpool(spool: Spool): Promise<void> {
    await this.#folder.close(spool)
    await this.#removeUnneeded(spool.path)
  }

  /** What intake reads, in the order in which it came. */
  instancesOf(messageId: string): Reception['instances'] | undefined {
    return this.#byMessage.get(messageId)?.instances
  }

  async sync(paths: Iterable<string>): Promise<void> {
    await this.#folder.sync(paths)
  }

  async #removeUnneeded(path: string): Promise<void> {
    if (this.#folder.isWritten(path)) return
    for (const { spools } of this.#byMessage.values()) if (spools.has(path)) return
    await this.#folder.remove(path)
  }

  async #decide(sender: Sender, instance: ReceivedInstance): Promise<Taking | KnownInstance> {
    const parties = partiesOf(sender.exchange)
    const { belonging, sopInstanceUid } = instance
    for (const reception of this.held(parties)) {
      const object = reception.object(sopInstanceUid, this.#folder.files)
      if (object === undefined) continue
      const isOver = reception.state !== 'open' && reception.isComplete
      return { object, reception, sending: isOver ? 'complete' : 'incomplete' }
    }
    const earlier = await this.earlier.find(parties, belonging.studyInstanceUid, sopInstanceUid)
    return earlier ?? (await this.#takeAnew(sender, instance))
  }

  async #takeAnew(sender: Sender, instance: ReceivedInstance): Promise<Taking> {
    const { belonging, sopInstanceUid } = instance
    for (const { state, companions } of sender.receptions) {
      if (state === 'cancelled' && companions.isOfPatient(belonging)) return 'cancelled'
    }
    const open = this.held(partiesOf(sender.exchange)).filter(({ state }) => state === 'open')
    // Another association may have brought it while it was compared with the one before both.
    if (open.some(({ instances }) => instances.has(sopInstanceUid))) return 'repeated'
    const fitting = open.find(
      ({ instances, companions }) => instances.size < MOST_INSTANCES && companions.canTake(belonging),
    )
    return fitting === undefined
      ? await this.#begin(sender, instance)
      : await this.#add(sender, fitting, instance)
  }

  async #begin(sender: Sender, instance: ReceivedInstance): Promise<Taking> {
    const parties = partiesOf(sender.exchange)
    const neededBytes = Reception.fixedBytes + Reception.neededFor(instance.sizeBytes)
    if (!this.#hasRoom(parties.senderId, neededBytes, 'a new message')) return 'too-much-open'
    for (const reservedBytes of [Math.max(neededBytes, LEAST_RESERVED_BYTES), neededBytes]) {
      const begun = await beginMessage(this.#centre, sender.exchange, reservedBytes)
      if ('refused' in begun) continue
      const { messageId } = begun
      const reception = new Reception({ messageId, ...parties, reservedBytes })
      this.#byMessage.set(messageId, reception)
      return await this.#keep(sender, reception, instance)
    }
    return 'mailbox-full'
  }

  async #add(sender: Sender, reception: Reception, instance: ReceivedInstance): Promise<Taking> {
    const missingBytes =
      reception.neededBytes + Reception.neededFor(instance.sizeBytes) - reception.reservedBytes
    if (missingBytes > 0) {
      if (!this.#hasRoom(reception.senderId, missingBytes)) return 'too-much-open'
      const refused = await this.#reserve(reception, missingBytes)
      if (refused !== undefined) return refused
    }
    return await this.#keep(sender, reception, instance)
  }

  async #reserve(reception: Reception, missingBytes: number): Promise<Taking | undefined> {
    const { messageId, recipientId, neededBytes } = reception
    const wantedBytes = Math.min(Math.max(neededBytes, LEAST_RESERVED_BYTES), MOST_RESERVED_BYTES)
    let refused: Taking | undefined
    for (const bytes of [Math.max(missingBytes, wantedBytes), missingBytes]) {
      refused = await growMessage(this.#centre, messageId, recipientId, bytes)
      if (refused === undefined) {
        reception.reservedBytes += bytes
        return undefined
      }
    }
    return refused
  }

  async #keep(sender: Sender, reception: Reception, instance: ReceivedInstance): Promise<Taking> {
    await instance.keep(reception.messageId)
    const { sopInstanceUid, sizeBytes, startBytes, belonging, path, object } = instance
    const { messageId } = reception
    const { sopClassUid } = object
    reception.add({ messageId, sopInstanceUid, sopClassUid, sizeBytes, startBytes, belonging, path })
    await this.#touch(sender, reception)
    return 'taken'
  }

  async #touch(sender: Sender, reception: Reception): Promise<void> {
    reception.touch()
    if (reception.state !== 'open') return
    sender.last = reception
    sender.receptions.add(reception)
    reception.contributors.add(sender)
    if (!reception.isInterrupted) return
    reception.isInterrupted = false
    await noteContinuation(this.#centre, reception.messageId, actorOf(sender.exchange.gateway))
  }

  /** So that one institution does not fill the disk for everybody. */
  #hasRoom(senderId: string, bytes: number, what?: 'a new message'): boolean {
    const { maxOpenMessages, maxOpenBytes } = this.#centre.config.dicom
    let messages = 0
    let openBytes = bytes
    for (const each of this.#byMessage.values()) {
      if (each.senderId !== senderId) continue
      messages++
      openBytes += each.reservedBytes
    }
    return openBytes <= maxOpenBytes && (what === undefined || messages < maxOpenMessages)
  }

  async #isCancelled(messageId: string): Promise<boolean> {
    const message = await this.#centre.db
      .selectFrom('message')
      .where('id', '=', messageId)
      .select('status')
      .executeTakeFirst()
    return message?.status === 'cancelled'
  }

  async #closeDue(): Promise<void> {
    const { quietSeconds, releaseSeconds } = this.#centre.config.dicom
    const waits = { quietMs: quietSeconds * 1000, releaseMs: releaseSeconds * 1000 }
    const due = [...this.#byMessage.values()].filter((each) => each.state === 'open' && each.isDue(waits))
    for (const reception of due) {
      await this.#exclusively.run(keyOf(reception), async () => {
        // Something may have come while it was waited for.
        if (reception.state !== 'open' || !reception.isDue(waits)) return
        const { messageId, recipientId, reservedBytes, neededBytes } = reception
        const surplusBytes = Math.max(0, reservedBytes - neededBytes)
        reception.state = 'closed'
        try {
          const complete = reception.isComplete
          await closeMessage(this.#centre, messageId, recipientId, { surplusBytes, complete })
          reception.reservedBytes -= surplusBytes
        } catch (error) {
          // Tried again at the next look.
          if (reception.state === 'closed') reception.state = 'open'
          throw error
        }
      })
    }
  }
}

function partiesOf({ gateway, recipient }: Exchange): Parties {
  return { senderId: gateway.institution.id, recipientId: recipient.id }
}

function keyOf({ senderId, recipientId }: Parties): string {
  return `${senderId} ${recipientId}`
}
