/**
 * Who JTP lets in: a person with the role, for the institution that JTP says they work for. Colleagues of an
 * institution in the network need no request of their own. What JTP granted, its claims take back.
 */
import { sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { JtpConfig } from '../../config/index.ts'
import type { Database } from '../../database/index.ts'
import { institutionsOf, institutionToActFor } from '../acting-institution.ts'
import { noteKrzp } from '../krzp.ts'
import type { JtpPerson } from './claims.ts'

export type Admission =
  | { readonly ok: true; readonly personId: string; readonly institutionId: string | null }
  | {
      readonly ok: false
      readonly problem: AdmissionProblem
      /** Of the institution that the problem is about. */
      readonly ico: string | null
    }

export type AdmissionProblem =
  | 'missing-role'
  | 'unknown-institution'
  | 'unknown-person'
  | 'removed-by-representative'
  /** No refusal: the person says for which of several. */
  | 'choose-institution'

interface KnownPerson {
  readonly id: string
  readonly isOperator: boolean
}

/** A refusal has effects, too: the transaction is to be committed. */
export async function admit(
  trx: Transaction<Database>,
  person: JtpPerson,
  { role, institutionIs }: Pick<JtpConfig, 'role' | 'institutionIs'>,
): Promise<Admission> {
  await lockIdentity(trx, person)
  const known = await findKnown(trx, person)
  if (known !== undefined) await followClaims(trx, known.id, person)

  if (!person.roles.includes(role.normalize('NFC'))) {
    if (known === undefined) return { ok: false, problem: 'missing-role', ico: null }
    await takeBack(trx, known.id, [])
    if (known.isOperator) return { ok: true, personId: known.id, institutionId: null }
    const { id } = known
    // Whoever lets a program in by one of them holds it until that stands there, and is waited for.
    const theirs = trx.selectFrom('session').where('person_id', '=', id).where('method', '=', 'jtp')
    await theirs.select('id').orderBy('id').forUpdate().execute()
    await trx.deleteFrom('session').where('person_id', '=', id).where('method', '=', 'jtp').execute()
    return { ok: false, problem: 'missing-role', ico: null }
  }

  const employers = await employersOf(trx, person, known, institutionIs)
  if (known !== undefined) await takeBack(trx, known.id, employers.certain)
  const removed = known === undefined ? [] : await removedFrom(trx, known.id, employers.certain)
  const open = employers.certain.filter((id) => !removed.includes(id))
  if (open.length > 0) {
    const personId = known?.id ?? (await createPerson(trx, person))
    for (const id of open) await grant(trx, personId, id)
    const acting = (await institutionsOf(trx, personId)).find(({ id }) => open.includes(id))
    return { ok: true, personId, institutionId: acting?.id ?? null }
  }
  // Those whom the centre itself has given a place keep it, whatever JTP knows of their work.
  const institution = known === undefined ? null : await institutionToActFor(trx, known.id)
  if (known !== undefined && (institution !== null || known.isOperator)) {
    return { ok: true, personId: known.id, institutionId: institution?.id ?? null }
  }
  if (removed.length > 0) return { ok: false, problem: 'removed-by-representative', ico: null }
  if (employers.toChoose !== null) {
    return { ok: false, problem: 'choose-institution', ico: employers.toChoose }
  }
  const [number = null] = person.employers
  const ico = institutionIs === 'ico' ? number : null
  return { ok: false, problem: number === null ? 'unknown-person' : 'unknown-institution', ico }
}

/** Two first sign-ins of one person at once make one person. */
async function lockIdentity(trx: Transaction<Database>, { issuer, subject }: JtpPerson): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${issuer}\n${subject}`}, 0))`.execute(trx)
}

async function findKnown(
  trx: Transaction<Database>,
  { issuer, subject }: JtpPerson,
): Promise<KnownPerson | undefined> {
  const row = await trx
    .selectFrom('person_jtp')
    .innerJoin('person', 'person.id', 'person_jtp.person_id')
    .where('person_jtp.issuer', '=', issuer)
    .where('person_jtp.subject', '=', subject)
    .select(['person.id', 'person.roles'])
    .executeTakeFirst()
  return row && { id: row.id, isOperator: row.roles.includes('operator') }
}

/** What JTP does not say stays as it was. */
async function followClaims(
  trx: Transaction<Database>,
  personId: string,
  { issuer, subject, name, email, krzp }: JtpPerson,
): Promise<void> {
  await noteKrzp(trx, { issuer, subject }, krzp)
  if (name === null && email === null) return
  await trx
    .updateTable('person')
    .set({ ...(name === null ? {} : { name }), ...(email === null ? {} : { email }) })
    .where('id', '=', personId)
    .execute()
}

async function createPerson(
  trx: Transaction<Database>,
  { issuer, subject, name, email, krzp }: JtpPerson,
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('person')
    .values({ id, name: name ?? email ?? subject, email })
    .execute()
  await trx.insertInto('person_jtp').values({ issuer, subject, person_id: id, krzp }).execute()
  return id
}

export async function institutionsWith(
  trx: Transaction<Database>,
  number: string,
  kind: 'ico' | 'icz' = 'ico',
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('institution')
    .where(kind, '=', number)
    .select('id')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

interface Employers {
  readonly certain: readonly string[]
  /** IČO of a legal person whose workplace the person has to choose; null: of none. */
  readonly toChoose: string | null
}

/** One legal person may have several workplaces with a mailbox each: which is the person's, JTP cannot say. */
async function employersOf(
  trx: Transaction<Database>,
  { employers }: JtpPerson,
  known: KnownPerson | undefined,
  kind: 'ico' | 'icz',
): Promise<Employers> {
  const certain: string[] = []
  let toChoose: string | null = null
  for (const number of employers) {
    const candidates = await institutionsWith(trx, number, kind)
    const chosen = candidates.length > 1 ? await chosenBefore(trx, candidates, known) : candidates[0]
    if (chosen !== undefined) certain.push(chosen)
    else if (candidates.length > 1) toChoose ??= number
  }
  return { certain, toChoose }
}

async function chosenBefore(
  trx: Transaction<Database>,
  candidates: readonly string[],
  known: KnownPerson | undefined,
): Promise<string | undefined> {
  if (known === undefined) return undefined
  const row = await trx
    .selectFrom('membership')
    .where('person_id', '=', known.id)
    .where('institution_id', 'in', [...candidates])
    .select('institution_id')
    .orderBy('institution_id')
    .executeTakeFirst()
  return row?.institution_id
}

/** JTP says so, now; a membership that the centre gave stays the centre's. */
export async function grant(
  trx: Transaction<Database>,
  personId: string,
  institutionId: string,
): Promise<void> {
  await trx
    .insertInto('membership')
    .values({ person_id: personId, institution_id: institutionId, role: 'specialist', granted_by: 'jtp' })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'institution_id']).doUpdateSet({ confirmed_at: sql`now()` }),
    )
    .execute()
}

/** Ends what JTP granted, but for `except`. Sessions for an institution end with the membership. */
async function takeBack(
  trx: Transaction<Database>,
  personId: string,
  except: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('membership')
    .where('person_id', '=', personId)
    .where('granted_by', '=', 'jtp')
    .$if(except.length > 0, (query) => query.where('institution_id', 'not in', [...except]))
    .execute()
}

/** A representative has removed the person: an invitation alone leads back. */
export async function removedFrom(
  trx: Transaction<Database>,
  personId: string,
  institutionIds: readonly string[],
): Promise<readonly string[]> {
  if (institutionIds.length === 0) return []
  const rows = await trx
    .selectFrom('removed_member')
    .where('person_id', '=', personId)
    .where('institution_id', 'in', [...institutionIds])
    .select('institution_id')
    .execute()
  return rows.map(({ institution_id }) => institution_id)
}
