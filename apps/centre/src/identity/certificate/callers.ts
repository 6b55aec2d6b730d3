/** Callers of the API by certificate: recognised once, then known for a moment. */
import type { FastifyRequest } from 'fastify'
import { institutionToActFor } from '../acting-institution.ts'
import type { Caller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import { recogniseNode } from '../node/recognise.ts'
import type { PersonalCertificateProblem } from '../problems.ts'
import { certificateGate } from './gate.ts'
import { type Presented, presentedBy } from './presented.ts'
import { recognise } from './recognise.ts'

/** How long a withdrawn right may still be used. */
const KNOWN_FOR_MS = 15_000
const MOST_KNOWN = 5000

export interface CertificateCaller {
  /** Null: no certificate, or one that does not serve. */
  readonly caller: Caller | null
  readonly problem: PersonalCertificateProblem | null
  /** More exactly, for the audit trail. */
  readonly reason?: string
  readonly fingerprintSha256?: string
}

const byDatabase = new WeakMap<IdentityContext['db'], CertificateCallers>()

/** One for each centre. */
export function certificateCallers(context: IdentityContext): CertificateCallers {
  const before = byDatabase.get(context.db)
  if (before !== undefined) return before
  const made = new CertificateCallers(context)
  byDatabase.set(context.db, made)
  certificateGate(context).authorities.onChange(() => made.forget())
  return made
}

class CertificateCallers {
  readonly #context: IdentityContext
  /** By fingerprint; only those who were let in. */
  readonly #known = new Map<string, { readonly caller: Caller; readonly sinceMs: number }>()
  /** By fingerprint: one with thirty connections is recognised once, and not thirty times at the same moment. */
  readonly #recognising = new Map<string, Promise<CertificateCaller>>()

  #forgotten = 0

  constructor(context: IdentityContext) {
    this.#context = context
  }

  /** What was true of everybody is to be found out anew. */
  forget(): void {
    this.#known.clear()
    this.#recognising.clear()
    this.#forgotten++
  }

  async of(request: FastifyRequest): Promise<CertificateCaller> {
    const presented = presentedBy(request, this.#context)
    if (presented === undefined) return { caller: null, problem: null }
    const { fingerprintSha256 } = presented
    const known = this.#known.get(fingerprintSha256)
    const nowMs = this.#context.clock().getTime()
    if (known !== undefined && Math.abs(nowMs - known.sinceMs) < KNOWN_FOR_MS) {
      return { caller: known.caller, problem: null, fingerprintSha256 }
    }
    this.#known.delete(fingerprintSha256)
    const before = this.#recognising.get(fingerprintSha256)
    if (before !== undefined) return await before
    const recognising = this.#recognise(presented)
    this.#recognising.set(fingerprintSha256, recognising)
    try {
      return await recognising
    } finally {
      // What was begun before everything was forgotten may not be the one that stands there.
      if (this.#recognising.get(fingerprintSha256) === recognising) {
        this.#recognising.delete(fingerprintSha256)
      }
    }
  }

  async #recognise(presented: Presented): Promise<CertificateCaller> {
    const { fingerprintSha256 } = presented
    const forgotten = this.#forgotten
    const node = await recogniseNode(this.#context, fingerprintSha256)
    if (node !== undefined) {
      if (node.caller !== null) this.#remember(fingerprintSha256, node.caller, forgotten)
      const reason = node.problem === null ? {} : { reason: node.problem }
      return { ...node, ...reason, fingerprintSha256 }
    }
    const recognition = await recognise(this.#context, presented)
    if (!recognition.ok) {
      const { problem, reason } = recognition
      return { caller: null, problem, reason, fingerprintSha256 }
    }
    const caller = await this.#callerOf(recognition.personId)
    if (caller === undefined) return { caller: null, problem: 'unknown-certificate', fingerprintSha256 }
    this.#remember(fingerprintSha256, caller, forgotten)
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

  /** Not what was found out before everything was `forgotten` once more. */
  #remember(fingerprint: string, caller: Caller, forgotten: number): void {
    if (forgotten !== this.#forgotten) return
    const [oldest] = this.#known.keys()
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(fingerprint, { caller, sinceMs: this.#context.clock().getTime() })
  }
}
