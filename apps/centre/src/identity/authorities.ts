/** The authorities whose personal certificates are accepted, kept up to date while the centre runs. */
import { constants } from 'node:crypto'
import type { TlsOptions } from 'node:tls'
import { type AcceptedAuthority, namesForTls, readCertificates } from '@epacs/pki'
import type { IdentityContext } from './entrance.ts'

/** How late a change may be noticed of which the notice was lost. */
const LOOK_EVERY_MS = 15_000
/** The database tells of every change by itself (migration 0002). */
const CHANNEL = 'epacs_authorities'

export interface AcceptedAuthorities {
  /** At most fifteen seconds old. The same object as long as they are the same. */
  current(): Promise<readonly AcceptedAuthority[]>
  /** Read from the database now. */
  reload(): Promise<void>
  /** How the certificate entrance speaks TLS while they are the accepted ones. */
  tls(): Promise<TlsOptions>
  /** Told after they have changed. Returns what ends that. */
  onChange(listener: () => void): () => void
  /** Follows what is told by the database, until the returned function is called. */
  follow(): Promise<() => void>
}

interface Known {
  readonly key: string
  readonly authorities: readonly AcceptedAuthority[]
  readonly readAtMs: number
}

type AuthorityContext = Pick<IdentityContext, 'db' | 'log' | 'clock' | 'notices'>

const byDatabase = new WeakMap<IdentityContext['db'], AcceptedAuthorities>()

/** One for each centre: all its parts have to see the same. */
export function acceptedAuthorities(context: AuthorityContext): AcceptedAuthorities {
  const before = byDatabase.get(context.db)
  if (before !== undefined) return before
  const made = makeAcceptedAuthorities(context)
  byDatabase.set(context.db, made)
  return made
}

function makeAcceptedAuthorities({ db, log, clock, notices }: AuthorityContext): AcceptedAuthorities {
  const listeners = new Set<() => void>()
  let known: Known | undefined
  let reading: Promise<unknown> = Promise.resolve()

  /** One after the other: what was read earlier never comes to stand later. */
  function read(): Promise<Known> {
    const next = reading.then(readNow)
    reading = next.catch(() => undefined)
    return next
  }

  async function readNow(): Promise<Known> {
    const rows = await db
      .selectFrom('authority')
      .innerJoin('authority_certificate', 'authority_certificate.authority_id', 'authority.id')
      .where('authority.withdrawn_at', 'is', null)
      .where('authority_certificate.role', '!=', 'replaced')
      .select(['authority.id', 'authority_certificate.role', 'authority_certificate.pem'])
      .orderBy('authority.id')
      .orderBy('authority_certificate.fingerprint_sha256')
      .execute()
    const before = known
    const key = rows.map(({ id, role, pem }) => `${id} ${role} ${pem}`).join('\n')
    const isSame = before?.key === key
    const authorities = isSame ? before.authorities : gathered(rows)
    known = { key, authorities, readAtMs: clock().getTime() }
    if (before !== undefined && !isSame) for (const listener of listeners) listener()
    return known
  }

  function look(): void {
    read().catch((error: unknown) => log.warn({ err: error }, 'the accepted authorities cannot be read'))
  }

  async function current(): Promise<readonly AcceptedAuthority[]> {
    // Clocks are put back, too.
    const isFresh = known !== undefined && Math.abs(clock().getTime() - known.readAtMs) < LOOK_EVERY_MS
    return (isFresh && known !== undefined ? known : await read()).authorities
  }

  return {
    current,
    async reload() {
      await read()
    },
    async tls() {
      const { authorities } = await read()
      return certificateEntranceTls(await namesForTls(authorities))
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async follow() {
      await notices.listen(CHANNEL, look)
      const timer = setInterval(look, LOOK_EVERY_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}

interface Row {
  readonly id: string
  readonly role: string
  readonly pem: string
}

function gathered(rows: readonly Row[]): readonly AcceptedAuthority[] {
  const byId = Map.groupBy(rows, ({ id }) => id)
  return [...byId].map(([id, own]) => {
    const certificates = (wanted: string) =>
      own.filter(({ role }) => role === wanted).flatMap(({ pem }) => readCertificates(pem))
    return { id, anchors: certificates('anchor'), issuing: certificates('issuing') }
  })
}

/**
 * It asks for a certificate, names the accepted authorities so that the browser offers the right ones, and lets
 * everybody through to be told what is wrong: TLS proves the key, all else is checked by the centre itself. No session
 * tickets: on a resumed connection Node would know none of the intermediates.
 */
function certificateEntranceTls(names: string[]): TlsOptions {
  return {
    requestCert: true,
    rejectUnauthorized: false,
    ca: names,
    secureOptions: constants.SSL_OP_NO_TICKET,
  }
}
