/** People's numbers in the national register of health care workers (KRZP): as JTP says, else as they say themselves. */
import { krzpDigits } from '@epacs/exchange'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Caller } from './caller.ts'

export interface Krzp {
  /** Nine digits. */
  readonly number: string
  /** `jtp`: the register's word; `person`: checked by its form alone. */
  readonly saidBy: 'jtp' | 'person'
}

/** By id; of whom no number is known there is nothing. */
export async function krzpOf(
  db: Kysely<Database>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Krzp>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('person')
    .where('id', 'in', [...personIds])
    .select(['id', 'krzp as own'])
    // With accounts at two providers always the same one.
    .select(
      sql<string | null>`(select krzp from person_jtp where person_id = person.id and krzp is not null
        order by issuer, subject limit 1)`.as('registered'),
    )
    .execute()
  return new Map(
    rows.flatMap(({ id, own, registered }): [string, Krzp][] => {
      if (registered !== null) return [[id, { number: registered, saidBy: 'jtp' }]]
      return own === null ? [] : [[id, { number: own, saidBy: 'person' }]]
    }),
  )
}

/** What JTP says of one of its people; what it does not say stays as it was. */
export async function noteKrzp(
  trx: Transaction<Database>,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  krzp: string | null,
): Promise<void> {
  if (krzp === null) return
  await trx
    .updateTable('person_jtp')
    .set({ krzp })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .execute()
}

/**
 * What the person says; null: nothing any more. Throws 422 invalid-krzp, and 409 krzp-from-jtp where JTP says another
 * one: it is the register's to correct.
 */
export async function setOwnKrzp(
  trx: Transaction<Database>,
  audit: Centre['audit'],
  caller: Caller,
  said: string | null,
  at: Date,
): Promise<void> {
  const krzp = said === null ? null : krzpDigits(said)
  if (said !== null && krzp === null) {
    throw new Problem(422, 'invalid-krzp', 'A KRZP number has nine digits, and does not begin with 0.')
  }
  const known = (await krzpOf(trx, [caller.personId])).get(caller.personId)
  if (known?.saidBy === 'jtp') {
    if (known.number === krzp) return
    throw new Problem(409, 'krzp-from-jtp', 'The number comes from JTP; have it corrected in the register.')
  }
  if ((known?.number ?? null) === krzp) return
  await trx.updateTable('person').set({ krzp }).where('id', '=', caller.personId).execute()
  await audit.record(trx, { at, actor: caller, action: 'person.krzp', details: { set: krzp !== null } })
}
