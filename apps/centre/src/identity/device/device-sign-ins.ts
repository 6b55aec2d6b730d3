/**
 * Sign-ins of programs by the device authorization grant (RFC 8628): asked for by the program, confirmed by a person in a browser,
 * fetched by the program once. Both codes stand in the database as digests alone.
 */
import { isIPv6 } from 'node:net'
import type { Kysely, Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../../database/index.ts'
import type { IdentityContext } from '../entrance.ts'
import { lockSession } from '../session/sessions.ts'
import { newToken, sha256 } from '../tokens.ts'
import { newUserCode } from './codes.ts'

export const LIFE_SECONDS = 10 * 60
export const INTERVAL_SECONDS = 5
/** RFC 8628 §3.5: "the interval MUST be increased by 5 seconds for this and all subsequent requests". */
const SLOWER_BY_SECONDS = 5
/** In which the program has to fetch what was allowed: some of its intervals. */
const FETCH_WITHIN_SECONDS = 60
/** At once; more of them make a guess more likely to hit one. */
const MOST_OPEN = 10_000
/** So that nobody alone can use all of them up; a hospital may stand behind one address. */
const MOST_OPEN_OF_NETWORK = 50

export interface AskingProgram {
  readonly program: string
  /** Name of its machine, as it says itself. */
  readonly host: string
  readonly address: string
}

export interface OpenedSignIn {
  readonly deviceCode: string
  readonly userCode: string
}

/** The address itself; of IPv6 its /64, which is what one subscriber has. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const before = groups(head)
  const after = groups(tail ?? '')
  // An IPv4 address at the end stands for two groups.
  const written = before.length + after.length + (after.at(-1)?.includes('.') === true ? 1 : 0)
  const all = [...before, ...Array.from({ length: Math.max(0, 8 - written) }, () => '0'), ...after]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Undefined: too many are open. */
export async function openDeviceSignIn(
  db: Kysely<Database>,
  { program, host, address }: AskingProgram,
  at: Date,
): Promise<OpenedSignIn | undefined> {
  const network = networkOf(address)
  const { open, ofNetwork } = await db
    .selectFrom('device_sign_in')
    .where('expires_at', '>', at)
    .select((eb) => [
      eb.fn.countAll<string>().as('open'),
      eb.fn.countAll<string>().filterWhere('network', '=', network).as('ofNetwork'),
    ])
    .executeTakeFirstOrThrow()
  if (Number(open) >= MOST_OPEN || Number(ofNetwork) >= MOST_OPEN_OF_NETWORK) return undefined
  const [deviceCode, userCode] = [newToken(), newUserCode()]
  await db
    .insertInto('device_sign_in')
    .values({
      id: newId(),
      device_code_sha256: sha256(deviceCode),
      user_code_sha256: sha256(userCode),
      program,
      host,
      address,
      network,
      created_at: at,
      expires_at: new Date(at.getTime() + LIFE_SECONDS * 1000),
      interval_seconds: INTERVAL_SECONDS,
    })
    .execute()
  return { deviceCode, userCode }
}

export interface WaitingSignIn extends AskingProgram {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Undefined: there is none, it was decided, or its time is over. Locked until the transaction ends. */
export async function waitingSignIn(
  trx: Transaction<Database>,
  userCode: string,
  at: Date,
): Promise<WaitingSignIn | undefined> {
  const row = await trx
    .selectFrom('device_sign_in')
    .where('user_code_sha256', '=', sha256(userCode))
    .where('expires_at', '>', at)
    .where('session_id', 'is', null)
    .where('refused_at', 'is', null)
    .select(['id', 'program', 'host', 'address', 'created_at', 'expires_at'])
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { created_at: createdAt, expires_at: expiresAt, ...others } = row
  return { ...others, createdAt, expiresAt }
}

export interface Allowance {
  /** In which the person allows it; locked by the caller. */
  readonly sessionId: string
  /** That they act for. */
  readonly institutionId: string | null
}

/** @param allowance null: the person refuses it */
export async function decideSignIn(
  trx: Transaction<Database>,
  { id }: Pick<WaitingSignIn, 'id'>,
  allowance: Allowance | null,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('device_sign_in')
    .set(
      allowance === null
        ? { refused_at: at }
        : {
            session_id: allowance.sessionId,
            institution_id: allowance.institutionId,
            expires_at: new Date(at.getTime() + FETCH_WITHIN_SECONDS * 1000),
          },
    )
    .where('id', '=', id)
    .execute()
}

/** In the words of RFC 8628 §3.5. */
export type PollRefusal = 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token'

export type Polled =
  | { readonly kind: 'refused'; readonly error: PollRefusal }
  | { readonly kind: 'allowed'; readonly signIn: AskingProgram & Allowance }

/** What has been decided is told once. */
export async function pollSignIn(
  trx: Transaction<Database>,
  { clock }: Pick<IdentityContext, 'clock'>,
  deviceCode: string,
): Promise<Polled> {
  const at = clock()
  const byCode = trx.selectFrom('device_sign_in').where('device_code_sha256', '=', sha256(deviceCode))
  // The session before what hangs on it, as when it ends.
  const allowed = await byCode.select('session_id').executeTakeFirst()
  const allowedIn = allowed?.session_id ?? null
  if (allowedIn !== null) await lockSession(trx, allowedIn)
  const row = await byCode.selectAll().forUpdate().executeTakeFirst()
  // A code that was used, one that never was and one whose person has signed out meanwhile look alike.
  if (row === undefined || row.expires_at <= at) return { kind: 'refused', error: 'expired_token' }
  const {
    id,
    session_id,
    institution_id: institutionId,
    asked_at,
    interval_seconds,
    program,
    host,
    address,
  } = row
  // Allowed since the look above: fetched with the next question.
  const sessionId = session_id === allowedIn ? session_id : null
  const isDecided = sessionId !== null || row.refused_at !== null
  const isTooSoon = asked_at !== null && at.getTime() - asked_at.getTime() < interval_seconds * 1000
  if (isDecided) await trx.deleteFrom('device_sign_in').where('id', '=', id).execute()
  if (sessionId !== null)
    return { kind: 'allowed', signIn: { sessionId, institutionId, program, host, address } }
  if (isDecided) return { kind: 'refused', error: 'access_denied' }
  await trx
    .updateTable('device_sign_in')
    .set({ asked_at: at, interval_seconds: interval_seconds + (isTooSoon ? SLOWER_BY_SECONDS : 0) })
    .where('id', '=', id)
    .execute()
  return { kind: 'refused', error: isTooSoon ? 'slow_down' : 'authorization_pending' }
}
