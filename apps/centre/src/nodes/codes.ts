/** Codes that enrol a communication node: each serves once, and not for long. The centre keeps their SHA-256. */
import type { Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { newToken, sha256 } from '../identity/index.ts'

/** Letters that cannot be mistaken for each other, in groups. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LETTERS = 20

export async function newEnrolmentCode(
  trx: Transaction<Database>,
  institutionId: string,
  { at, expiresAt }: { readonly at: Date; readonly expiresAt: Date },
): Promise<string> {
  const random = Buffer.from(newToken(), 'base64url')
  const letters = [...random.subarray(0, LETTERS)]
    .map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length])
    .join('')
  const code = inGroups(letters)
  await trx
    .insertInto('enrolment_code')
    .values({
      code_sha256: sha256(code),
      institution_id: institutionId,
      created_at: at,
      expires_at: expiresAt,
    })
    .execute()
  return code
}

/** As it was typed, however it was typed: the digest that the centre knows it by. */
export function codeSha256(typed: string): Buffer {
  return sha256(inGroups(typed.toUpperCase().replace(/[^A-Z0-9]/g, '')))
}

function inGroups(letters: string): string {
  return letters.replace(/(.{5})(?=.)/g, '$1-')
}
