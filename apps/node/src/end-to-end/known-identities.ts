/**
 * Whom this node believes to speak for an institution's nodes: those that it met first, and those that its administrator has
 * accepted since. The centre hands keys on; what is remembered here it cannot change.
 */
import type { KeyStatement } from '@epacs/end-to-end'
import type { Logger } from 'pino'
import type { NodeDatabase } from '../state/database.ts'

export interface KnownIdentity {
  readonly institutionId: string
  readonly institutionName: string
  /** RFC 7638 thumbprint. */
  readonly identity: string
  /** `asked`: it came later, and waits for the administrator. */
  readonly state: 'believed' | 'asked'
  readonly firstMs: number
}

interface Row extends KnownIdentity {
  /** Of the newest statement that was believed. */
  readonly newestIat: number
}

const COLUMNS = `institution_id as institutionId, institution_name as institutionName, identity, state,
  first_ms as firstMs, newest_iat as newestIat`

export class KnownIdentities {
  readonly #database: NodeDatabase
  readonly #log: Pick<Logger, 'info' | 'warn'>

  constructor(database: NodeDatabase, log: Pick<Logger, 'info' | 'warn'>) {
    this.#database = database
    this.#log = log
  }

  /** All those of an institution that is not known yet are believed; of one that is, others wait to be accepted. */
  learn(institution: { readonly id: string; readonly name: string }, said: readonly KeyStatement[]): void {
    if (said.length === 0) return
    this.#database.transaction(() => {
      const state = this.isKnown(institution.id) ? 'asked' : 'believed'
      for (const { identity } of said) {
        const isNew = this.#database.run(
          `insert into end_to_end_identity (institution_id, identity, institution_name, state, first_ms, newest_iat)
          values (?, ?, ?, ?, ?, 0) on conflict do nothing`,
          ...[institution.id, identity.kid, institution.name, state, Date.now()],
        )
        if (isNew === 0) continue
        const about = { institution: institution.name, fingerprint: identity.kid }
        if (state === 'believed')
          this.#log.info(about, 'the end-to-end identity of an institution is remembered')
        else
          this.#log.warn(
            about,
            'another end-to-end identity of an institution: nothing is encrypted to it before it is accepted',
          )
      }
    })
  }

  isKnown(institutionId: string): boolean {
    return this.of(institutionId).length > 0
  }

  of(institutionId: string): readonly KnownIdentity[] {
    return this.#rows(institutionId)
  }

  all(): readonly KnownIdentity[] {
    return this.#database.all<Row>(
      `select ${COLUMNS} from end_to_end_identity order by institution_name, first_ms, identity`,
    )
  }

  isBelieved({ institution, identity }: KeyStatement): boolean {
    return this.#rows(institution).some(
      ({ identity: known, state }) => known === identity.kid && state === 'believed',
    )
  }

  /** Those that may be encrypted to: an older statement than one that was seen would bring a retired key back. */
  usable(said: readonly KeyStatement[]): readonly KeyStatement[] {
    return said.filter((statement) => {
      const known = this.#rows(statement.institution).find(
        ({ identity }) => identity === statement.identity.kid,
      )
      if (known?.state !== 'believed') return false
      if (statement.iat < known.newestIat) {
        this.#log.warn(
          { institution: known.institutionName },
          'the centre hands out an older end-to-end key: not used',
        )
        return false
      }
      this.#database.run(
        'update end_to_end_identity set newest_iat = ? where institution_id = ? and identity = ?',
        ...[statement.iat, statement.institution, statement.identity.kid],
      )
      return true
    })
  }

  /** @param identity this one alone; @returns how many of the institution waited */
  accept(institutionId: string, identity?: string): number {
    return this.#database.run(
      `update end_to_end_identity set state = 'believed'
        where institution_id = ?1 and state = 'asked' and identity = coalesce(?2, identity)`,
      ...[institutionId, identity ?? null],
    )
  }

  /** As if it had never been met. @returns how many were known */
  forget(institutionId: string): number {
    return this.#database.run('delete from end_to_end_identity where institution_id = ?', institutionId)
  }

  #rows(institutionId: string): readonly Row[] {
    return this.#database.all<Row>(
      `select ${COLUMNS} from end_to_end_identity where institution_id = ? order by first_ms, identity`,
      institutionId,
    )
  }
}
