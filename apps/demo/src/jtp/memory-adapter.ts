/**
 * Where the identity provider keeps its running sign-ins: in memory. They live for minutes, and a restarted demo asks
 * for the password again anyway. One instance of oidc-provider's adapter per model ("Session", "AuthorizationCode", …).
 */
import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Kept {
  readonly payload: AdapterPayload
  readonly expiresAtMs: number
}

/** More than this many running sign-ins means that somebody plays: the oldest go. */
const MOST_KEPT = 1000

export class MemoryAdapter implements Adapter {
  readonly #kept = new Map<string, Kept>()

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    this.#kept.delete(id)
    const expiresAtMs =
      expiresInSeconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresInSeconds * 1000
    this.#kept.set(id, { payload, expiresAtMs })
    if (this.#kept.size > MOST_KEPT) this.#makeRoom()
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const kept = this.#kept.get(id)
    if (kept === undefined) return undefined
    if (kept.expiresAtMs > Date.now()) return kept.payload
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
    const now = Date.now()
    for (const [id, { expiresAtMs }] of this.#kept) {
      if (expiresAtMs <= now || this.#kept.size > MOST_KEPT) this.#kept.delete(id)
    }
  }
}
