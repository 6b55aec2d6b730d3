/** All that decides whether a personal certificate is in order: one for each centre, with what it has learnt so far. */
import {
  type CertificateCheck,
  type CrlStore,
  checkPersonalCertificate,
  httpFetch,
  type PresentedCertificate,
  RevocationChecker,
} from '@epacs/pki'
import { type AcceptedAuthorities, acceptedAuthorities } from '../authorities.ts'
import type { IdentityContext } from '../entrance.ts'

const MINUTE_MS = 60_000
const REFRESH_EVERY_MS = MINUTE_MS

export interface CertificateGate {
  readonly authorities: AcceptedAuthorities
  check(presented: PresentedCertificate): Promise<CertificateCheck>
  /** Has lists fetched again before they end, and follows changes of the authorities. Returns what ends it. */
  start(): Promise<() => void>
}

const byDatabase = new WeakMap<IdentityContext['db'], CertificateGate>()

export function certificateGate(context: IdentityContext): CertificateGate {
  const before = byDatabase.get(context.db)
  if (before !== undefined) return before
  const made = makeGate(context)
  byDatabase.set(context.db, made)
  return made
}

function makeGate(context: IdentityContext): CertificateGate {
  const { config, clock, log, db } = context
  const { certificates } = config
  const authorities = acceptedAuthorities(context)
  const revocation = new RevocationChecker({
    fetch: httpFetch({
      hosts: certificates.hosts,
      privateNetworks: certificates.privateNetworks,
      timeoutMs: certificates.timeoutSeconds * 1000,
      mostBytes: certificates.maxListBytes,
    }),
    clock,
    store: listsIn(db),
    refreshListsMs: certificates.listMinutes * MINUTE_MS,
    refreshAnswersMs: certificates.recheckMinutes * MINUTE_MS,
  })
  return {
    authorities,
    async check(presented) {
      const accepted = await authorities.current()
      const surroundings = { authorities: accepted, revocation, policy: certificates.revocation, at: clock() }
      const check = await checkPersonalCertificate(presented, surroundings)
      if (check.unlearnt.length > 0)
        log.warn({ faults: check.unlearnt, letIn: check.ok }, 'the revocation of a certificate is unknown')
      return check
    },
    async start() {
      const stop = await authorities.follow()
      const timer = setInterval(() => {
        revocation.refreshLists().then(
          (faults) => {
            if (faults.length > 0) log.warn({ faults }, 'revocation lists could not be fetched again')
          },
          (error: unknown) => log.error({ err: error }, 'revocation lists could not be fetched again'),
        )
      }, REFRESH_EVERY_MS)
      timer.unref()
      return () => {
        clearInterval(timer)
        stop()
      }
    },
  }
}

function listsIn(db: IdentityContext['db']): CrlStore {
  return {
    async load(url) {
      const row = await db
        .selectFrom('revocation_list')
        .where('url', '=', url)
        .select(['der', 'fetched_at'])
        .executeTakeFirst()
      return row && { der: row.der, fetchedAt: row.fetched_at }
    },
    async save(url, der, fetchedAt) {
      const values = { der: Buffer.from(der), fetched_at: fetchedAt }
      await db
        .insertInto('revocation_list')
        .values({ url, ...values })
        .onConflict((conflict) => conflict.column('url').doUpdateSet(values))
        .execute()
    },
  }
}
