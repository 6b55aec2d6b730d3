/**
 * Identities that a browser has proven although they belong to nobody in the network yet: what a request to join is
 * filled in from, and what an invitation is bound to.
 */
import type { SignInMethod } from '@epacs/exchange'
import type { FastifyRequest } from 'fastify'
import type { Kysely, Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../../database/index.ts'
import { browserMark } from '../cookies.ts'
import { noteKrzp } from '../krzp.ts'
import { newToken, sha256 } from '../tokens.ts'

export interface ProvenIdentity {
  readonly method: SignInMethod
  readonly issuer: string
  /** At the issuer: JTP's subject, or the SHA-256 of the certificate's key in hexadecimal. */
  readonly subject: string
  readonly name: string | null
  readonly email: string | null
  readonly ico: string | null
  /** Number of a health care worker, as JTP has said it. */
  readonly krzp: string | null
}

/** Forms take their time. */
export const PROVEN_SECONDS = 2 * 3600
const WAY_BACK_MS = 60_000

interface Way {
  readonly returnTo: string | null
  /** `code`: good once the browser has come back with the code that is returned. */
  readonly counts: 'now' | 'with-code'
  /** Of the session at JTP. */
  readonly sid?: string | null
  /** Of the certificate that was shown, and is remembered. */
  readonly certificateSha256?: string | null
}

/** Returns the code. Replaces what the browser has proven before. */
export async function keepProven(
  db: Kysely<Database>,
  browserSha256: Buffer,
  identity: ProvenIdentity,
  { returnTo, counts, sid = null, certificateSha256 = null }: Way,
  at: Date,
): Promise<string> {
  const code = newToken()
  const lifeMs = counts === 'now' ? PROVEN_SECONDS * 1000 : WAY_BACK_MS
  const values = {
    ...identity,
    code_sha256: counts === 'now' ? null : sha256(code),
    sid,
    certificate_sha256: certificateSha256,
    return_to: returnTo,
    expires_at: new Date(at.getTime() + lifeMs),
  }
  await db
    .insertInto('proven_identity')
    .values({ browser_sha256: browserSha256, ...values })
    .onConflict((conflict) => conflict.column('browser_sha256').doUpdateSet(values))
    .execute()
  return code
}

export interface OpenedIdentity {
  readonly identity: ProvenIdentity
  readonly returnTo: string | null
  /** The certificate that it rests on. */
  readonly certificateSha256: string | null
}

/** From now on it counts. Undefined: the code is not this browser's, or comes too late. */
export async function openProven(
  db: Kysely<Database>,
  code: string,
  browserSha256: Buffer,
  at: Date,
): Promise<OpenedIdentity | undefined> {
  const row = await db
    .updateTable('proven_identity')
    .set({ code_sha256: null, expires_at: new Date(at.getTime() + PROVEN_SECONDS * 1000) })
    .where('code_sha256', '=', sha256(code))
    .where('browser_sha256', '=', browserSha256)
    .where('expires_at', '>', at)
    .returning(['method', 'issuer', 'subject', 'name', 'email', 'ico', 'krzp'])
    .returning(['return_to as returnTo', 'certificate_sha256 as certificateSha256'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { returnTo, certificateSha256, ...identity } = row
  return { identity, returnTo, certificateSha256 }
}

export async function provenBy(
  db: Kysely<Database>,
  browserSha256: Buffer,
  at: Date,
): Promise<(ProvenIdentity & { readonly sid: string | null; readonly returnTo: string | null }) | undefined> {
  const row = await db
    .selectFrom('proven_identity')
    .where('browser_sha256', '=', browserSha256)
    .where('code_sha256', 'is', null)
    .where('expires_at', '>', at)
    .select(['method', 'issuer', 'subject', 'name', 'email', 'ico', 'krzp', 'sid', 'return_to as returnTo'])
    .executeTakeFirst()
  return row
}

export async function forgetProven(db: Kysely<Database>, browserSha256: Buffer): Promise<void> {
  await db.deleteFrom('proven_identity').where('browser_sha256', '=', browserSha256).execute()
}

/** The person whose identity it is; made, under the name given, when it is nobody's. */
export async function personWith(
  trx: Transaction<Database>,
  { method, issuer, subject, ...identity }: ProvenIdentity,
  { name, email }: { readonly name: string; readonly email: string | null },
): Promise<string> {
  const known =
    method === 'jtp'
      ? await trx
          .selectFrom('person_jtp')
          .where('issuer', '=', issuer)
          .where('subject', '=', subject)
          .select('person_id')
          .executeTakeFirst()
      : await trx
          .selectFrom('person_certificate')
          .where('issuer', '=', issuer)
          .where('subject_key_sha256', '=', Buffer.from(subject, 'hex'))
          .select('person_id')
          .executeTakeFirst()
  if (known !== undefined) {
    if (method === 'jtp') await noteKrzp(trx, { issuer, subject }, identity.krzp)
    return known.person_id
  }
  const id = newId()
  // A certificate's name was checked by its authority; the one in an invitation was typed by a colleague.
  await trx
    .insertInto('person')
    .values({ id, name: identity.name ?? name, email: email ?? identity.email })
    .execute()
  if (method === 'jtp') {
    await trx
      .insertInto('person_jtp')
      .values({ issuer, subject, person_id: id, krzp: identity.krzp })
      .execute()
  } else {
    await trx
      .insertInto('person_certificate')
      .values({ issuer, subject_key_sha256: Buffer.from(subject, 'hex'), person_id: id })
      .execute()
  }
  return id
}

/** On the portal: what the browser that asks has proven. */
export async function provenIdentityOf(
  request: FastifyRequest,
  db: Kysely<Database>,
  at: Date,
): Promise<ProvenIdentity | undefined> {
  const browser = browserMark(request)
  if (browser === undefined) return undefined
  const proven = await provenBy(db, browser, at)
  if (proven === undefined) return undefined
  const { method, issuer, subject, name, email, ico, krzp } = proven
  return { method, issuer, subject, name, email, ico, krzp }
}
