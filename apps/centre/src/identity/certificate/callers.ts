/** Callers of the API by certificate: recognised once, then known for a moment. */
import type { FastifyRequest } from 'fastify'
import { institutionToActFor } from '../acting-institution.ts'
import type { AcceptedAuthorities } from '../authorities.ts'
import type { Caller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import type { PersonalCertificateProblem } from '../problems.ts'
import { presentedBy } from './presented.ts'
import { recognise } from './recognise.ts'

/** How long a withdrawn right may still be used. */
const KNOWN_FOR_MS = 15_000
const MOST_KNOWN = 5000

export interface CertificateCaller {
  /** Null: no certificate, or one that does not serve. */
  readonly caller: Caller | null
  readonly problem: PersonalCertificateProblem | null
  readonly fingerprintSha256?: string
}

export class CertificateCallers {
  readonly #context: IdentityContext
  readonly #authorities: AcceptedAuthorities
  /** By fingerprint; only those who were let in. */
  readonly #known = new Map<string, { readonly caller: Caller; readonly sinceMs: number }>()

  constructor(context: IdentityContext, authorities: AcceptedAuthorities) {
    this.#context = context
    this.#authorities = authorities
  }

  async of({ socket }: FastifyRequest): Promise<CertificateCaller> {
    const presented = presentedBy(socket, await this.#authorities.current())
    if (presented === undefined) return { caller: null, problem: null }
    const { fingerprintSha256 } = presented
    const known = this.#known.get(fingerprintSha256)
    const nowMs = this.#context.clock().getTime()
    if (known !== undefined && Math.abs(nowMs - known.sinceMs) < KNOWN_FOR_MS) {
      return { caller: known.caller, problem: null, fingerprintSha256 }
    }
    this.#known.delete(fingerprintSha256)
    const recognition = await recognise(this.#context, this.#authorities, presented)
    if (!recognition.ok) return { caller: null, problem: recognition.problem, fingerprintSha256 }
    const caller = await this.#callerOf(recognition.personId)
    if (caller === undefined) return { caller: null, problem: 'unknown-certificate', fingerprintSha256 }
    this.#remember(fingerprintSha256, caller)
    return { caller, problem: null, fingerprintSha256 }
  }

  /** Undefined: the person was removed just now. */
  async #callerOf(personId: string): Promise<Caller | undefined> {
    const { db } = this.#context
    const person = await db
      .selectFrom('person')
      .where('id', '=', personId)
      .select(['name', 'roles'])
      .executeTakeFirst()
    if (person === undefined) return undefined
    const institution = await institutionToActFor(db, personId)
    return { personId, personName: person.name, roles: person.roles, institution, method: 'certificate' }
  }

  #remember(fingerprint: string, caller: Caller): void {
    const [oldest] = this.#known.keys()
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(fingerprint, { caller, sinceMs: this.#context.clock().getTime() })
  }
}
