/** Who acts for an institution: its members and those who are invited; let in and removed by its representative. */
import type { MemberRole, SignInMethod } from '@epacs/exchange'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { krzpOf, type Member } from '../identity/index.ts'

export async function listMembers(db: Kysely<Database>, institutionId: string) {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .where('institution_id', '=', institutionId)
    .select([
      'person.id',
      'person.name',
      'person.email',
      'membership.role',
      'membership.granted_by as grantedBy',
    ])
    .select([
      sql<boolean>`exists (select from person_certificate where person_id = person.id)`.as('certificate'),
      sql<boolean>`exists (select from person_jtp where person_id = person.id)`.as('jtp'),
      sql<Date | null>`(select max(last_seen_at) from session
        where session.person_id = person.id and session.institution_id = membership.institution_id)`.as(
        'seen',
      ),
    ])
    .orderBy(sql`person.name collate czech`)
    .orderBy('person.id')
    .execute()
  const numbers = await krzpOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ certificate, jtp, seen, ...member }) => {
    const methods: SignInMethod[] = [
      ...(certificate ? ['certificate' as const] : []),
      ...(jtp ? ['jtp' as const] : []),
    ]
    return {
      ...member,
      methods,
      krzp: numbers.get(member.id) ?? null,
      lastSeenAt: seen?.toISOString() ?? null,
    }
  })
}

/** Whom colleagues turn to. */
export async function listRepresentatives(db: Kysely<Database>, institutionId: string) {
  return await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .where('institution_id', '=', institutionId)
    .where('membership.role', '=', 'representative')
    .select(['person.id', 'person.name', 'person.email'])
    .orderBy(sql`person.name collate czech`)
    .orderBy('person.id')
    .execute()
}

export async function listInvitations(db: Kysely<Database>, institutionId: string, at: Date) {
  const rows = await db
    .selectFrom('invitation')
    .where('institution_id', '=', institutionId)
    .where('accepted_at', 'is', null)
    .select(['id', 'name', 'email', 'role', 'created_at', 'expires_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map(({ created_at, expires_at, ...invitation }) => ({
    ...invitation,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
    isOver: expires_at <= at,
  }))
}

export async function changeRole(
  centre: Centre,
  by: Member,
  personId: string,
  role: MemberRole,
): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const member = await lockMember(trx, by.institution.id, personId)
    if (member.role === role) return
    if (role === 'specialist') await refuseLast(trx, by.institution.id, personId)
    await trx
      .updateTable('membership')
      // What the centre has given, JTP's claims do not take back.
      .set({ role, granted_by: 'centre' })
      .where('person_id', '=', personId)
      .where('institution_id', '=', by.institution.id)
      .execute()
    const details = { person: personId, role }
    await centre.audit.record(trx, { at: centre.clock(), actor: by, action: 'member.change', details })
  })
}

/** Sessions for this institution end at once; JTP alone does not let the person in again. */
export async function removeMember(centre: Centre, by: Member, personId: string): Promise<void> {
  const institutionId = by.institution.id
  await centre.db.transaction().execute(async (trx) => {
    await lockMember(trx, institutionId, personId)
    await refuseLast(trx, institutionId, personId)
    await trx
      .deleteFrom('membership')
      .where('person_id', '=', personId)
      .where('institution_id', '=', institutionId)
      .execute()
    await trx
      .deleteFrom('session')
      .where('person_id', '=', personId)
      .where('institution_id', '=', institutionId)
      .execute()
    const at = centre.clock()
    const removed = { removed_by: by.personId, removed_at: at }
    await trx
      .insertInto('removed_member')
      .values({ person_id: personId, institution_id: institutionId, ...removed })
      .onConflict((conflict) => conflict.columns(['person_id', 'institution_id']).doUpdateSet(removed))
      .execute()
    await centre.audit.record(trx, { at, actor: by, action: 'member.remove', details: { person: personId } })
  })
}

/** All of the institution's representatives are locked: two who remove each other leave one. */
async function lockMember(trx: Transaction<Database>, institutionId: string, personId: string) {
  const rows = await trx
    .selectFrom('membership')
    .where('institution_id', '=', institutionId)
    .where((eb) => eb.or([eb('person_id', '=', personId), eb('role', '=', 'representative')]))
    .select(['person_id', 'role'])
    .orderBy('person_id')
    .forUpdate()
    .execute()
  const member = rows.find((row) => row.person_id === personId)
  if (member === undefined)
    throw new Problem(404, 'member-not-found', 'Nobody with this id acts for the institution.')
  return member
}

async function refuseLast(
  trx: Transaction<Database>,
  institutionId: string,
  personId: string,
): Promise<void> {
  const others = await trx
    .selectFrom('membership')
    .where('institution_id', '=', institutionId)
    .where('role', '=', 'representative')
    .where('person_id', '!=', personId)
    .select('person_id')
    .executeTakeFirst()
  if (others === undefined) {
    throw new Problem(409, 'last-representative', 'The institution would be left without a representative.')
  }
}
