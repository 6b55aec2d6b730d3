/**
 * Uploads of nodes that said for whom they are before they were whole: how far each has come, for those who read it
 * meanwhile. In memory, for the files that it is about belong to this process alone: after a restart senders say it again.
 */

/** So many of one institution, the oldest gives way. */
const MOST_OF_SENDER = 16
/** Nothing has come for so long: its sender is gone. */
const SILENT_MS = 600_000

export interface Announcement {
  readonly id: string
  /** Id of the node that sends it. */
  readonly node: string
  readonly sender: { readonly id: string; readonly name: string }
  /** Ids of the institutions that may read it. */
  readonly recipients: readonly string[]
  readonly urgent: boolean
}

/** `whole`: all its bytes are there; `abandoned`: no more will come of it. */
type End = 'whole' | 'abandoned'

export class ArrivingUpload {
  readonly announcement: Announcement
  #bytes = 0
  #grewMs = performance.now()
  #end: End | undefined
  #change = Promise.withResolvers<void>()
  readonly #readers = new Map<string, AbortController>()

  constructor(announcement: Announcement, before?: ArrivingUpload) {
    this.announcement = announcement
    this.#bytes = before?.bytes ?? 0
  }

  /** So many can be read. */
  get bytes(): number {
    return this.#bytes
  }

  get end(): End | undefined {
    return this.#end
  }

  /** Resolves when one of these changes. */
  get changed(): Promise<void> {
    return this.#change.promise
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.#grewMs > SILENT_MS
  }

  /** The newest reader of an institution is the only one: whose connection broke comes again before that is noticed. */
  beginReading(institutionId: string): AbortController {
    this.#readers.get(institutionId)?.abort(new Error('it is read anew'))
    const reader = new AbortController()
    this.#readers.set(institutionId, reader)
    return reader
  }

  grew(bytes: number): void {
    this.#grewMs = performance.now()
    if (bytes <= this.#bytes) return
    this.#bytes = bytes
    this.#tell()
  }

  finish(end: End): void {
    this.#end ??= end
    this.#tell()
  }

  #tell(): void {
    const { resolve } = this.#change
    this.#change = Promise.withResolvers<void>()
    resolve()
  }
}

export class ArrivingUploads {
  readonly #known = new Map<string, ArrivingUpload>()

  /** Said again, it holds anew for who reads from now on; what has come of it stays known. */
  announce(announcement: Announcement): void {
    const before = this.#known.get(announcement.id)
    if (before !== undefined && isSame(before.announcement, announcement)) return
    this.#forgetSilent()
    before?.finish('abandoned')
    this.#known.delete(announcement.id)
    this.#known.set(announcement.id, new ArrivingUpload(announcement, before))
    const ofSender = [...this.#known.keys()].filter(
      (id) => this.#known.get(id)?.announcement.sender.id === announcement.sender.id,
    )
    for (const id of ofSender.slice(0, -MOST_OF_SENDER)) this.end(id, 'abandoned')
  }

  find(id: string, recipientId: string): ArrivingUpload | undefined {
    const found = this.#known.get(id)
    return found?.announcement.recipients.includes(recipientId) ? found : undefined
  }

  for(recipientId: string): readonly Announcement[] {
    this.#forgetSilent()
    return [...this.#known.values()]
      .map(({ announcement }) => announcement)
      .filter(({ recipients }) => recipients.includes(recipientId))
  }

  /** So many of its bytes were written. */
  grew(id: string, bytes: number): void {
    this.#known.get(id)?.grew(bytes)
  }

  /** Nobody begins to read it any more; who does already reads on, to the end where it is whole. */
  end(id: string, end: End): void {
    this.#known.get(id)?.finish(end)
    this.#known.delete(id)
  }

  #forgetSilent(): void {
    const nowMs = performance.now()
    for (const [id, each] of this.#known) if (each.isSilent(nowMs)) this.end(id, 'abandoned')
  }
}

function isSame(one: Announcement, other: Announcement): boolean {
  return one.urgent === other.urgent && one.recipients.join() === other.recipients.join()
}
