/** Sign-ins that are under way at JTP: what its answer has to fit to. */
import type { Kysely } from 'kysely'
import type { Database } from '../../../database/index.ts'
import { SIGN_IN_SECONDS } from '../../cookies.ts'
import { sha256 } from '../../tokens.ts'

export interface UnderWay {
  readonly nonce: string
  readonly codeVerifier: string
  readonly returnTo: string | null
}

/** `browserSha256`: of the browser that began; the answer is taken from no other. */
export async function keepUnderWay(
  db: Kysely<Database>,
  state: string,
  browserSha256: Buffer,
  { nonce, codeVerifier, returnTo }: UnderWay,
  at: Date,
): Promise<void> {
  await db
    .insertInto('jtp_sign_in')
    .values({
      state_sha256: sha256(state),
      browser_sha256: browserSha256,
      nonce,
      code_verifier: codeVerifier,
      return_to: returnTo,
      expires_at: new Date(at.getTime() + SIGN_IN_SECONDS * 1000),
    })
    .execute()
}

/** Once. */
export async function takeUnderWay(
  db: Kysely<Database>,
  state: string,
  browserSha256: Buffer,
  at: Date,
): Promise<UnderWay | undefined> {
  const row = await db
    .deleteFrom('jtp_sign_in')
    .where('state_sha256', '=', sha256(state))
    .where('browser_sha256', '=', browserSha256)
    .where('expires_at', '>', at)
    .returning(['nonce', 'code_verifier', 'return_to'])
    .executeTakeFirst()
  return row && { nonce: row.nonce, codeVerifier: row.code_verifier, returnTo: row.return_to }
}
