/**
 * Sign-ins that are under way at a SAML identity provider. Its answer comes as a form of its own page, with which the
 * browser sends no cookies: the answer is kept, and a one-time code leads the same browser on to its session.
 */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Database } from '../../../database/index.ts'
import { SIGN_IN_SECONDS } from '../../cookies.ts'
import { newToken, sha256 } from '../../tokens.ts'
import type { JtpPerson } from '../claims.ts'

/** As it was kept. */
const keptPerson = z.object({
  issuer: z.string(),
  subject: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  employers: z.array(z.string()),
  roles: z.array(z.string()),
  // Kept by a centre that did not read it yet.
  krzp: z.string().nullable().default(null),
  sid: z.string().nullable(),
})

interface Begun {
  readonly requestId: string
  /** Of the browser that began; the session is given to no other. */
  readonly browserSha256: Buffer
  readonly returnTo: string | null
}

export async function keepRequest(
  db: Kysely<Database>,
  { requestId, browserSha256, returnTo }: Begun,
  at: Date,
): Promise<void> {
  await db
    .insertInto('saml_sign_in')
    .values({
      request_sha256: sha256(requestId),
      browser_sha256: browserSha256,
      return_to: returnTo,
      begun_at: at,
      expires_at: new Date(at.getTime() + SIGN_IN_SECONDS * 1000),
    })
    .execute()
}

/** Undefined: there is no such request, or it was answered. */
export async function openRequest(
  db: Kysely<Database>,
  requestId: string,
  at: Date,
): Promise<{ readonly begunAt: Date; readonly returnTo: string | null } | undefined> {
  return await db
    .selectFrom('saml_sign_in')
    .where('request_sha256', '=', sha256(requestId))
    .where('person', 'is', null)
    .where('expires_at', '>', at)
    .select(['begun_at as begunAt', 'return_to as returnTo'])
    .executeTakeFirst()
}

/** Returns the code. Undefined: another answer to the same request was faster. */
export async function keepAnswer(
  db: Kysely<Database>,
  requestId: string,
  person: JtpPerson,
): Promise<string | undefined> {
  const code = newToken()
  const kept = await db
    .updateTable('saml_sign_in')
    .set({ person: JSON.stringify(person), code_sha256: sha256(code) })
    .where('request_sha256', '=', sha256(requestId))
    .where('person', 'is', null)
    .executeTakeFirst()
  return kept.numUpdatedRows === 0n ? undefined : code
}

/** Once. */
export async function takeAnswer(
  db: Kysely<Database>,
  code: string,
  browserSha256: Buffer,
  at: Date,
): Promise<{ readonly person: JtpPerson; readonly returnTo: string | null } | undefined> {
  const row = await db
    .deleteFrom('saml_sign_in')
    .where('code_sha256', '=', sha256(code))
    .where('browser_sha256', '=', browserSha256)
    .where('expires_at', '>', at)
    .returning(['person', 'return_to'])
    .executeTakeFirst()
  return row === undefined || row.person === null
    ? undefined
    : { person: keptPerson.parse(row.person), returnTo: row.return_to }
}
