/** What is foreseen of a message at its recipient's PACS, from the headers of its images as they come: for log and page. */
import type { HeaderSoFar } from '@epacs/dicom'
import { CountedKinds } from '@epacs/intake'
import { foreseeStudies, type StudyForesight, transferSyntaxName } from '@epacs/intake/passport'
import type { Logger } from 'pino'
import type { CentreConnection } from '../centre/connection.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'
import { type ToldPassport, toldPassport } from './told-passport.ts'

/** A passport changes seldom. */
const KNOWN_FOR_MS = 10 * 60_000
/** Messages whose images are remembered until they are delivered: of more, the oldest give way. */
const MOST_MESSAGES = 1000

/** Without the study: each message has one, and its UID is no word for people. */
export type NotedForesight = Omit<StudyForesight, 'study'>

export interface ForeseeingParts {
  readonly queue: Pick<OutgoingQueue, 'find' | 'noteForeseen'> & {
    readonly images: Pick<OutgoingQueue['images'], 'instances'>
  }
  readonly connection: Pick<CentreConnection, 'call'>
  readonly log: Logger
}

export class Foreseeing {
  readonly #parts: ForeseeingParts
  readonly #kinds = new Map<string, CountedKinds>()
  readonly #passports = new Map<string, { readonly passport: Promise<ToldPassport>; readonly atMs: number }>()

  constructor(parts: ForeseeingParts) {
    this.#parts = parts
  }

  /** An image of a message. */
  add(outgoingId: string, header: HeaderSoFar): void {
    const counted = this.#kinds.get(outgoingId) ?? new CountedKinds()
    if (!this.#kinds.has(outgoingId)) this.#remember(outgoingId, counted)
    counted.add(header)
  }

  /** All that is in one that was packed from files, however often it was tried. */
  async packed(outgoingId: string, counted: CountedKinds): Promise<void> {
    this.#remember(outgoingId, counted)
    await this.complete(outgoingId)
  }

  /** It is delivered, or comes to nothing. */
  forget(outgoingId: string): void {
    this.#kinds.delete(outgoingId)
  }

  #remember(outgoingId: string, counted: CountedKinds): void {
    this.#kinds.delete(outgoingId)
    const [oldest] = this.#kinds.keys()
    if (oldest !== undefined && this.#kinds.size >= MOST_MESSAGES) this.#kinds.delete(oldest)
    this.#kinds.set(outgoingId, counted)
  }

  /** No more images come to it, or it goes to somebody else. Nothing waits for this, and what is not known is not said. */
  async complete(outgoingId: string): Promise<void> {
    const { queue, log } = this.#parts
    const counted = this.#kinds.get(outgoingId)
    const outgoing = queue.find(outgoingId)
    if (counted === undefined || outgoing === undefined) return
    const kinds = counted.all()
    const images = kinds.reduce((sum, { instances }) => sum + instances, 0)
    // The node was started again while they came: a part would be told for the whole.
    if (outgoing.source === null && images < queue.images.instances(outgoingId).length) return
    try {
      const passport = await this.#passportOf(outgoing.recipientId)
      const foreseen = foreseeStudies(kinds, passport).map(({ study: _, about, ...told }) => ({
        ...told,
        about: about.map((uid) => passport.sopClassNames[uid] ?? transferSyntaxName(uid)),
      }))
      const isForOther = queue.find(outgoingId)?.recipientId !== outgoing.recipientId
      if (foreseen.length === 0 || isForOther) return
      queue.noteForeseen(outgoingId, foreseen)
      log.info({ outgoing: outgoingId, foreseen }, 'the recipient’s PACS does not take all of it as it is')
    } catch (error) {
      this.#passports.delete(outgoing.recipientId)
      log.debug({ err: error, outgoing: outgoingId }, 'what the recipient takes is not known')
    }
  }

  #passportOf(institution: string): Promise<ToldPassport> {
    const known = this.#passports.get(institution)
    if (known !== undefined && performance.now() - known.atMs < KNOWN_FOR_MS) return known.passport
    const passport = toldPassport(this.#parts.connection, institution)
    this.#passports.set(institution, { passport, atMs: performance.now() })
    return passport
  }
}
