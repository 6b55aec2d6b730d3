/** Invitations into an institution: made by its representative or with its approval, accepted by a sign-in. */
import type { Language, MemberRole } from '@epacs/exchange'
import type { Kysely, Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Config } from '../../config/index.ts'
import type { Database } from '../../database/index.ts'
import { isToken, newToken, sha256 } from '../tokens.ts'

export interface NewInvitation {
  readonly institutionId: string
  readonly name: string
  readonly email: string
  readonly role: MemberRole
  readonly language: Language
  /** Null: the centre. */
  readonly invitedBy: string | null
}

const DAY_MS = 24 * 3_600_000

/** Returns the link, which stands nowhere else. The part after `#` never reaches a server's log. */
export async function invite(
  trx: Kysely<Database>,
  { registration, portal }: Pick<Config, 'registration' | 'portal'>,
  { institutionId, name, email, role, language, invitedBy }: NewInvitation,
  at: Date,
): Promise<{ readonly id: string; readonly link: string }> {
  const id = newId()
  const token = newToken()
  await trx
    .insertInto('invitation')
    .values({
      id,
      token_sha256: sha256(token),
      institution_id: institutionId,
      name,
      email,
      role,
      language,
      invited_by: invitedBy,
      created_at: at,
      expires_at: new Date(at.getTime() + registration.invitationDays * DAY_MS),
    })
    .execute()
  return { id, link: `${portal.publicUrl}/invitation#${token}` }
}

export interface OpenInvitation {
  readonly id: string
  readonly institution: { readonly id: string; readonly name: string }
  readonly name: string
  readonly email: string
  readonly role: MemberRole
  /** The name; null: the centre. */
  readonly invitedBy: string | null
  readonly expiresAt: Date
}

/** Undefined: there is none, it was used, or its time is over. */
export async function findInvitation(
  db: Kysely<Database>,
  token: string | undefined,
  at: Date,
): Promise<OpenInvitation | undefined> {
  if (!isToken(token)) return undefined
  const row = await db
    .selectFrom('invitation')
    .innerJoin('institution', 'institution.id', 'invitation.institution_id')
    .leftJoin('person as inviter', 'inviter.id', 'invitation.invited_by')
    .where('token_sha256', '=', sha256(token))
    .where('accepted_at', 'is', null)
    .where('expires_at', '>', at)
    .select([
      'invitation.id',
      'invitation.name',
      'invitation.email',
      'invitation.role',
      'invitation.expires_at',
    ])
    .select(['institution.id as institution_id', 'institution.name as institution_name'])
    .select('inviter.name as inviter_name')
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      institution: { id: row.institution_id, name: row.institution_name },
      name: row.name,
      email: row.email,
      role: row.role,
      invitedBy: row.inviter_name,
      expiresAt: row.expires_at,
    }
  )
}

/** Once: false when somebody else was faster. A representative who is invited as a specialist stays one. */
export async function acceptInvitation(
  trx: Transaction<Database>,
  { id, institution, role }: OpenInvitation,
  personId: string,
  at: Date,
): Promise<boolean> {
  const taken = await trx
    .updateTable('invitation')
    .set({ accepted_at: at, accepted_by: personId })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .executeTakeFirst()
  if (taken.numUpdatedRows === 0n) return false
  await makeMember(trx, { personId, institutionId: institution.id, role })
  return true
}

export async function makeMember(
  trx: Transaction<Database>,
  { personId, institutionId, role }: { personId: string; institutionId: string; role: MemberRole },
): Promise<void> {
  await trx
    .insertInto('membership')
    .values({ person_id: personId, institution_id: institutionId, role })
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'institution_id'])
        .doUpdateSet({ granted_by: 'centre', ...(role === 'representative' ? { role } : {}) }),
    )
    .execute()
  await trx
    .deleteFrom('removed_member')
    .where('person_id', '=', personId)
    .where('institution_id', '=', institutionId)
    .execute()
}
