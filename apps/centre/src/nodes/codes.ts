/** Codes that enrol a communication node: each serves once, and not for long. The centre keeps their SHA-256. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { type Caller, newToken, sha256 } from '../identity/index.ts'

/** Letters that cannot be mistaken for each other, in groups. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LETTERS = 20
const HOUR_MS = 3_600_000

export async function newEnrolmentCode(
  trx: Transaction<Database>,
  institutionId: string,
  { at, expiresAt, by }: { readonly at: Date; readonly expiresAt: Date; readonly by: string },
): Promise<{ readonly id: string; readonly code: string }> {
  const random = Buffer.from(newToken(), 'base64url')
  const letters = [...random.subarray(0, LETTERS)]
    .map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length])
    .join('')
  const code = inGroups(letters)
  const { id } = await trx
    .insertInto('enrolment_code')
    .values({
      code_sha256: sha256(code),
      institution_id: institutionId,
      created_at: at,
      expires_at: expiresAt,
      created_by: by,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, code }
}

/** The code stands in the answer, and nowhere else. */
export async function issueCode(
  centre: Centre,
  operator: Caller,
  institutionId: string,
): Promise<{ id: string; code: string; expiresAt: string }> {
  const at = centre.clock()
  const expiresAt = new Date(at.getTime() + centre.config.nodes.codeHours * HOUR_MS)
  const made = await centre.db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('institution')
      .where('id', '=', institutionId)
      .select('id')
      .executeTakeFirst()
    if (known === undefined) throw new Problem(422, 'unknown-institution', 'No institution has this id.')
    const made = await newEnrolmentCode(trx, institutionId, { at, expiresAt, by: operator.personId })
    const details = { institution: institutionId, code: made.id }
    await centre.audit.record(trx, { at, actor: operator, action: 'node.code', details })
    return made
  })
  return { ...made, expiresAt: expiresAt.toISOString() }
}

export interface OpenCode {
  readonly id: string
  readonly institution: { readonly id: string; readonly name: string }
  readonly createdAt: string
  readonly createdBy: string | null
  readonly expiresAt: string
}

/** Those that would still enrol a node, what ends first at the head. @param institutionId undefined: for all */
export async function openCodes(
  db: Kysely<Database>,
  at: Date,
  institutionId: string | undefined,
  { pageSize, offset }: { readonly pageSize: number; readonly offset: number },
): Promise<{ items: readonly OpenCode[]; total: number }> {
  const { rows, total } = await asOfOneMoment(db, async (trx) => {
    let codes = trx
      .selectFrom('enrolment_code')
      .innerJoin('institution', 'institution.id', 'enrolment_code.institution_id')
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
    if (institutionId !== undefined) codes = codes.where('institution_id', '=', institutionId)
    const count = await codes.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    const rows = await codes
      .leftJoin('person', 'person.id', 'enrolment_code.created_by')
      .select([
        'enrolment_code.id',
        'institution_id',
        'institution.name as institution_name',
        'enrolment_code.created_at',
        'person.name as created_by_name',
        'expires_at',
      ])
      .orderBy('expires_at')
      .orderBy('enrolment_code.id')
      .limit(pageSize)
      .offset(offset)
      .execute()
    return { rows, ...count }
  })
  const items = rows.map((row) => ({
    id: row.id,
    institution: { id: row.institution_id, name: row.institution_name },
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
    expiresAt: row.expires_at.toISOString(),
  }))
  return { items, total }
}

/** It enrols nobody from now on. */
export async function withdrawCode(centre: Centre, operator: Caller, id: string): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const row = await trx
      .deleteFrom('enrolment_code')
      .where('id', '=', id)
      // What has served answers its node again when the answer was lost.
      .where('used_at', 'is', null)
      .returning('institution_id')
      .executeTakeFirst()
    if (row === undefined) {
      throw new Problem(404, 'code-not-found', 'There is no such code, or it has served already.')
    }
    const details = { institution: row.institution_id, code: id }
    await centre.audit.record(trx, {
      at: centre.clock(),
      actor: operator,
      action: 'node.code.withdraw',
      details,
    })
  })
}

/** As it was typed, however it was typed: the digest that the centre knows it by. */
export function codeSha256(typed: string): Buffer {
  return sha256(inGroups(typed.toUpperCase().replace(/[^A-Z0-9]/g, '')))
}

function inGroups(letters: string): string {
  return letters.replace(/(.{5})(?=.)/g, '$1-')
}
