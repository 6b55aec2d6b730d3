/**
 * Where the identity provider keeps its running sign-ins: in memory, and in a file while the demo does not run, so that
 * open sessions outlast its restart. One instance of oidc-provider's adapter per model ("Session", "RefreshToken", …).
 */
import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Kept {
  readonly payload: AdapterPayload
  /** Null: never. */
  readonly expiresAtMs: number | null
}

/** More than this many running sign-ins means that somebody plays: the oldest go. */
const MOST_KEPT = 1000

/** Its content between two runs, by model and id. */
export type KeptSignIns = Readonly<Record<string, Readonly<Record<string, Kept>>>>

export class SignIns {
  readonly #adapters = new Map<string, MemoryAdapter>()

  constructor(kept: KeptSignIns = {}) {
    for (const [model, entries] of Object.entries(kept)) this.of(model).restore(entries)
  }

  of(model: string): MemoryAdapter {
    const before = this.#adapters.get(model)
    if (before !== undefined) return before
    const made = new MemoryAdapter()
    this.#adapters.set(model, made)
    return made
  }

  toJSON(): KeptSignIns {
    return Object.fromEntries([...this.#adapters].map(([model, adapter]) => [model, adapter.content()]))
  }
}

class MemoryAdapter implements Adapter {
  readonly #kept = new Map<string, Kept>()

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    this.#kept.delete(id)
    const expiresAtMs = expiresInSeconds === undefined ? null : Date.now() + expiresInSeconds * 1000
    this.#kept.set(id, { payload, expiresAtMs })
    if (this.#kept.size > MOST_KEPT) this.#makeRoom()
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const kept = this.#kept.get(id)
    if (kept === undefined) return undefined
    if (!isOver(kept)) return kept.payload
    this.#kept.delete(id)
    return undefined
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.uid === uid)
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.userCode === userCode)
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id)
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    this.#kept.delete(id)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#kept) {
      if (payload.grantId === grantId) this.#kept.delete(id)
    }
  }

  async #findBy(matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    for (const [id, { payload }] of this.#kept) {
      if (matches(payload)) return this.find(id)
    }
    return undefined
  }

  #makeRoom(): void {
    for (const [id, kept] of this.#kept) {
      if (isOver(kept) || this.#kept.size > MOST_KEPT) this.#kept.delete(id)
    }
  }

  restore(entries: Readonly<Record<string, Kept>>): void {
    for (const [id, kept] of Object.entries(entries)) this.#kept.set(id, kept)
  }

  content(): Readonly<Record<string, Kept>> {
    return Object.fromEntries([...this.#kept].filter(([, kept]) => !isOver(kept)))
  }
}

function isOver({ expiresAtMs }: Kept): boolean {
  return expiresAtMs !== null && expiresAtMs <= Date.now()
}
