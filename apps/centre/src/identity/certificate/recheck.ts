/** For the life of a session its certificate is checked again; what is revoked or withdrawn meanwhile ends it. */
import { certificateFacts } from '@epacs/pki'
import type { Kysely } from 'kysely'
import type { Database } from '../../database/index.ts'
import type { JobQueue } from '../../jobs/index.ts'
import type { IdentityContext } from '../entrance.ts'
import type { PersonalCertificateProblem } from '../problems.ts'
import { certificateGate } from './gate.ts'
import { remembered } from './remembered.ts'

export const RECHECK_JOB = 'recheck-certificates'
const AT_ONCE = 8
const BATCH = 200

export interface Recheck {
  /** `all`: the authorities have changed. */
  readonly which: 'due' | 'all'
}

/** All of them, as soon as the transaction commits. */
export async function recheckCertificates(jobs: JobQueue, trx: Kysely<Database>): Promise<void> {
  await jobs.add(trx, RECHECK_JOB, { which: 'all' } satisfies Recheck, { jobKey: 'recheck-all-certificates' })
}

export async function recheck(context: IdentityContext, { which = 'due' }: Partial<Recheck>): Promise<void> {
  const { db, clock, config } = context
  // Told of a change, this process may not have read it yet.
  if (which === 'all') await certificateGate(context).authorities.reload()
  const startedAt = clock()
  const dueMs = which === 'all' ? 0 : config.certificates.recheckMinutes * 60_000
  // Each one that is checked is due no more.
  for (;;) {
    const rows = await db
      .selectFrom('presented_certificate')
      .where('checked_at', '<', new Date(startedAt.getTime() - dueMs))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('session')
            .whereRef('session.certificate_sha256', '=', 'presented_certificate.fingerprint_sha256')
            .select('session.person_id'),
        ),
      )
      .select(['fingerprint_sha256', 'chain_pem'])
      .orderBy('checked_at')
      .limit(BATCH)
      .execute()
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      await Promise.all(rows.slice(from, from + AT_ONCE).map((row) => recheckOne(context, row)))
    }
    if (rows.length < BATCH) return
  }
}

interface Row {
  readonly fingerprint_sha256: string
  readonly chain_pem: string
}

async function recheckOne(context: IdentityContext, { fingerprint_sha256, chain_pem }: Row): Promise<void> {
  const { db, clock } = context
  const presented = remembered(chain_pem)
  const check = presented && (await certificateGate(context).check(presented))
  await db
    .updateTable('presented_certificate')
    .set({ checked_at: clock() })
    .where('fingerprint_sha256', '=', fingerprint_sha256)
    .execute()
  if (presented === undefined || check?.ok === false) {
    await endSessions(
      context,
      fingerprint_sha256,
      check?.ok === false ? check.problem : 'unknown-certificate',
    )
    return
  }
  const { issuer, subjectKeySha256 } = certificateFacts(presented.certificate)
  const bound = await db
    .selectFrom('person_certificate')
    .where('issuer', '=', issuer)
    .where('subject_key_sha256', '=', subjectKeySha256)
    .select('person_id')
    .executeTakeFirst()
  await endSessions(context, fingerprint_sha256, 'unknown-certificate', bound?.person_id)
}

/** `except`: of this person they go on. */
async function endSessions(
  { db, audit, clock, log }: IdentityContext,
  fingerprint: string,
  problem: PersonalCertificateProblem,
  except?: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ended = await trx
      .deleteFrom('session')
      .where('certificate_sha256', '=', fingerprint)
      .$if(except !== undefined, (query) => query.where('person_id', '!=', except ?? ''))
      .returning(['person_id', 'institution_id'])
      .execute()
    for (const { person_id, institution_id } of ended) {
      await audit.record(trx, {
        at: clock(),
        actor: {
          personId: person_id,
          institution: institution_id === null ? null : { id: institution_id },
        },
        action: 'session.end',
        details: { method: 'certificate', problem, certificate: fingerprint },
      })
    }
    if (ended.length > 0)
      log.info({ problem, sessions: ended.length }, 'sessions of a certificate were ended')
  })
}
