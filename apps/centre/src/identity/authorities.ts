/** The authorities whose personal certificates are accepted, kept up to date while the centre runs. */
import { constants, X509Certificate } from 'node:crypto'
import type { TlsOptions } from 'node:tls'
import type { IdentityContext } from './entrance.ts'

/** How late another process' change may be noticed. */
const LOOK_EVERY_MS = 15_000

export interface AcceptedAuthorities {
  /** Read from the database now, to be given to TLS. */
  pems(): Promise<string[]>
  /** Told when they are others than TLS was given last. Returns what ends the watch. */
  onChange(listener: () => void): () => void
  /** At most fifteen seconds old. */
  current(): Promise<AcceptedNow>
}

/** The same object as long as the authorities are the same. */
export interface AcceptedNow {
  readonly certificates: readonly X509Certificate[]
  /** Whether TLS knows them, or others still. */
  readonly tls: () => 'same' | 'other'
}

interface Known {
  readonly pems: readonly string[]
  readonly now: AcceptedNow
  readonly readAtMs: number
}

type AuthorityContext = Pick<IdentityContext, 'db' | 'log' | 'clock'>

const byDatabase = new WeakMap<IdentityContext['db'], AcceptedAuthorities>()

/** One for each centre: all its parts have to see the same. */
export function acceptedAuthorities(context: AuthorityContext): AcceptedAuthorities {
  const before = byDatabase.get(context.db)
  if (before !== undefined) return before
  const made = makeAcceptedAuthorities(context)
  byDatabase.set(context.db, made)
  return made
}

function makeAcceptedAuthorities({ db, log, clock }: AuthorityContext): AcceptedAuthorities {
  let known: Known | undefined
  let given: readonly string[] | undefined

  async function read(): Promise<Known> {
    const rows = await db
      .selectFrom('authority')
      .where('withdrawn_at', 'is', null)
      .select('pem')
      .orderBy('fingerprint_sha256')
      .execute()
    const pems = rows.map(({ pem }) => pem)
    const now = known !== undefined && isSame(known.pems, pems) ? known.now : accepted(pems)
    known = { pems, now, readAtMs: clock().getTime() }
    return known
  }

  function accepted(pems: readonly string[]): AcceptedNow {
    return {
      certificates: pems.map((pem) => new X509Certificate(pem)),
      tls: () => (given !== undefined && isSame(given, pems) ? 'same' : 'other'),
    }
  }

  return {
    async pems() {
      const { pems } = await read()
      given = pems
      return [...pems]
    },
    onChange(listener) {
      let last = given
      const look = async () => {
        const { pems } = await read()
        if (last !== undefined && isSame(last, pems)) return
        last = pems
        listener()
      }
      const timer = setInterval(() => {
        look().catch((error: unknown) => log.warn({ err: error }, 'the accepted authorities cannot be read'))
      }, LOOK_EVERY_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
    async current() {
      // Clocks are put back, too.
      const isFresh = known !== undefined && Math.abs(clock().getTime() - known.readAtMs) < LOOK_EVERY_MS
      return (isFresh && known !== undefined ? known : await read()).now
    },
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((pem, index) => pem === other[index])
}

/**
 * How the certificate entrance speaks TLS: it asks for a certificate, names the accepted authorities so that the
 * browser offers the right ones, and lets everybody through to be told what is wrong. No session tickets: a resumed
 * connection would bring the old verdict back, and Node would know none of the intermediates.
 */
export function certificateEntranceTls(pems: readonly string[]): TlsOptions {
  return {
    requestCert: true,
    rejectUnauthorized: false,
    ca: [...pems],
    secureOptions: constants.SSL_OP_NO_TICKET,
  }
}
