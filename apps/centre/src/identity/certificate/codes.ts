/** One-time codes: what the certificate entrance found out, carried to the portal by the browser. */
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../../database/index.ts'
import { newToken, sha256 } from '../tokens.ts'

const LIFE_MS = 60_000

export interface CodeContent {
  readonly personId: string
  readonly returnTo: string | null
  /** The certificate, by its fingerprint. */
  readonly certificateSha256: string
}

/** `browserSha256`: of the browser that began at the portal; the code serves no other. Returns the code. */
export async function issueCode(
  db: Kysely<Database>,
  { personId, returnTo, certificateSha256 }: CodeContent,
  browserSha256: Buffer,
  at: Date,
): Promise<string> {
  const code = newToken()
  await db
    .insertInto('sign_in_code')
    .values({
      code_sha256: sha256(code),
      browser_sha256: browserSha256,
      person_id: personId,
      return_to: returnTo,
      certificate_sha256: certificateSha256,
      expires_at: new Date(at.getTime() + LIFE_MS),
    })
    .execute()
  return code
}

/** Once: of two requests with the same code one gets undefined, as do late ones and those of another browser. */
export async function takeCode(
  trx: Transaction<Database>,
  code: string,
  browserSha256: Buffer,
  at: Date,
): Promise<CodeContent | undefined> {
  const row = await trx
    .deleteFrom('sign_in_code')
    .where('code_sha256', '=', sha256(code))
    .where('browser_sha256', '=', browserSha256)
    .where('expires_at', '>', at)
    .returning(['person_id', 'return_to', 'certificate_sha256'])
    .executeTakeFirst()
  if (row?.certificate_sha256 === undefined || row.certificate_sha256 === null) return undefined
  return { personId: row.person_id, returnTo: row.return_to, certificateSha256: row.certificate_sha256 }
}
