/** Requests for images that this institution has received and not answered yet, as the centre last told them. */
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'

export interface ImageRequest {
  readonly id: string
  readonly asking: { readonly id: string; readonly name: string }
  readonly clinician: string
  readonly patient: {
    readonly name: string
    readonly id: { readonly kind: 'birth-number' | 'other'; readonly value: string } | null
    /** YYYY-MM-DD */
    readonly birthDate: string | null
  }
  readonly wanted: string
  readonly modalities: readonly string[]
  readonly studiedFrom: string | null
  readonly studiedTo: string | null
  readonly accessionNumber: string | null
  readonly reason: string
  readonly urgency: 'routine' | 'urgent' | 'stat'
  readonly neededBy: string
  readonly overdue: boolean
  readonly createdAt: string
}

interface Page {
  readonly items: readonly ImageRequest[]
  readonly total: number
}

const AT_ONCE = 100
/** More of them nobody looks through at the node's page; the portal has them all. */
const MOST = 500

export class OpenRequests {
  readonly #connection: Pick<CentreConnection, 'call'>
  #known: readonly ImageRequest[] = []
  #areAll = false

  constructor(connection: Pick<CentreConnection, 'call'>) {
    this.#connection = connection
  }

  get all(): readonly ImageRequest[] {
    return this.#known
  }

  /** No open one is unknown here. */
  get areAll(): boolean {
    return this.#areAll
  }

  find(id: string): ImageRequest | undefined {
    return this.#known.find((each) => each.id === id)
  }

  /** @throws CentreProblem */
  async refresh(): Promise<void> {
    const known: ImageRequest[] = []
    this.#areAll = false
    for (let page = 1; known.length < MOST; page++) {
      const query = `box=received&status=open&sort=needed&pageSize=${AT_ONCE}&page=${page}`
      const { items, total } = await this.#connection.call<Page>({ path: `/api/requests?${query}` })
      known.push(...items)
      this.#areAll = known.length >= total
      if (this.#areAll || items.length === 0) break
    }
    this.#known = known
  }

  /** Asked by its id: between two pages of the list one may slip through. @throws CentreProblem */
  async isOpen(id: string): Promise<boolean> {
    try {
      const path = `/api/requests/${id}`
      return (await this.#connection.call<{ status: string }>({ path })).status === 'open'
    } catch (error) {
      if (error instanceof CentreProblem && error.status === 404) return false
      throw error
    }
  }

  async refuse(id: string, reason: string): Promise<void> {
    await this.#end(id, 'refuse', { reason })
  }

  /** Nothing more is to follow what was delivered. */
  async complete(id: string): Promise<void> {
    await this.#end(id, 'complete', {})
  }

  async #end(id: string, how: 'refuse' | 'complete', json: object): Promise<void> {
    await this.#connection.call({ method: 'POST', path: `/api/requests/${id}/${how}`, json })
    this.#known = this.#known.filter((each) => each.id !== id)
  }
}
