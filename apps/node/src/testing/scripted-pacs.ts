/** A PACS that answers as it is told, and remembers what it took. */
import { createHash } from 'node:crypto'
import { Acceptor, type Outcome, type Services, type StoreRequest } from '@epacs/dicom/network'

export class ScriptedPacs {
  /** SHA-256 of the data sets that it has answered with success for, by SOP Instance UID. */
  readonly taken = new Map<string, string>()
  /** UIDs under which something else came later. */
  readonly changed = new Set<string>()
  /** Undefined: it takes everything. */
  answer: ((request: StoreRequest) => Outcome | undefined) | undefined
  /** Undefined: it knows no storage commitment. */
  commit: Services['commit']
  readonly #port: number
  #acceptor: Acceptor | undefined

  constructor(port: number) {
    this.#port = port
  }

  async start(): Promise<void> {
    this.#acceptor = await Acceptor.listen({
      host: '127.0.0.1',
      port: this.#port,
      admit: () => ({ services: { store: (request) => this.#store(request), commit: this.commit } }),
    })
  }

  /** Aborts what is under way. */
  async stop(): Promise<void> {
    await this.#acceptor?.close()
    this.#acceptor = undefined
  }

  async #store(request: StoreRequest): Promise<Outcome> {
    const hash = createHash('sha256')
    for await (const piece of request.dataSet) hash.update(piece)
    const answered = this.answer?.(request)
    if (answered !== undefined) return answered
    const sha256 = hash.digest('hex')
    const before = this.taken.get(request.sopInstanceUid)
    if (before !== undefined && before !== sha256) this.changed.add(request.sopInstanceUid)
    this.taken.set(request.sopInstanceUid, sha256)
    return { status: 0 }
  }
}
