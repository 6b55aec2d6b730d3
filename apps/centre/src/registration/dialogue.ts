/** What is said about a request, by whom, and the moves of its status. */
import { type EntryAuthor, fold, type RegistrationStatus } from '@epacs/exchange'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { queueMail } from '../mail/index.ts'
import type { RegistrationForm } from './form.ts'
import { newLink, operatorLink } from './links.ts'

export interface NewEntry {
  readonly registrationId: string
  readonly author: EntryAuthor
  readonly personId: string | null
  /** Null: it stays as it is. */
  readonly status: RegistrationStatus | null
  readonly words: string
}

/** A dialogue, not a flood. */
const MOST_ENTRIES = 200

export const OPEN_STATUSES: readonly RegistrationStatus[] = ['received', 'in-review', 'more-wanted']

export async function addEntry(
  trx: Kysely<Database>,
  { registrationId, author, personId, status, words }: NewEntry,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('registration_entry')
    .values({ registration_id: registrationId, at, author, person_id: personId, status, words })
    .execute()
}

/** The row, kept from others until the transaction ends. Throws 404. */
export async function lockRegistration(trx: Transaction<Database>, id: string) {
  const row = await trx
    .selectFrom('registration')
    .where('id', '=', id)
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new Problem(404, 'registration-not-found', 'There is no such request.')
  return row
}

export function requireOpen(status: RegistrationStatus): void {
  if (!OPEN_STATUSES.includes(status)) {
    throw new Problem(409, 'registration-closed', 'The request is not open (any more).', { status })
  }
}

/** The applicant holds the link that was sent to the address. Again: nothing happens. */
export async function confirmRegistration(centre: Centre, id: string): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const { status, institution_name, language, email } = await lockRegistration(trx, id)
    if (status !== 'unconfirmed') return
    const at = centre.clock()
    await trx
      .updateTable('registration')
      .set({ status: 'received', confirmed_at: at })
      .where('id', '=', id)
      .execute()
    await addEntry(
      trx,
      { registrationId: id, author: 'applicant', personId: null, status: 'received', words: '' },
      at,
    )
    const contents = { institution: institution_name, link: await newLink(centre, trx, id) }
    await queueMail(centre, trx, { template: 'registration-received', language, to: email, contents })
    await tellOperator(centre, trx, id, institution_name, 'new')
    await centre.audit.record(trx, {
      at,
      actor: null,
      action: 'registration.confirm',
      details: { registration: id },
    })
  })
}

/** An answer of the applicant puts a request that waited for it back into review. */
export async function say(
  centre: Centre,
  id: string,
  { author, personId, words }: Pick<NewEntry, 'author' | 'personId' | 'words'>,
): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const { status, institution_name, language, email } = await lockRegistration(trx, id)
    requireOpen(status)
    await refuseEndless(trx, id)
    const at = centre.clock()
    const isAnswer = author === 'applicant' && status === 'more-wanted'
    const moved = isAnswer ? ('in-review' as const) : null
    if (moved !== null)
      await trx.updateTable('registration').set({ status: moved }).where('id', '=', id).execute()
    await addEntry(trx, { registrationId: id, author, personId, status: moved, words }, at)
    if (author === 'applicant') await tellOperator(centre, trx, id, institution_name, 'answer')
    else {
      const contents = { institution: institution_name, words, link: await newLink(centre, trx, id) }
      await queueMail(centre, trx, { template: 'registration-question', language, to: email, contents })
    }
  })
}

/** The applicant corrects the form while more is wanted, the operator as long as it is open. */
export async function changeForm(
  centre: Centre,
  id: string,
  form: RegistrationForm,
  { author, personId }: Pick<NewEntry, 'author' | 'personId'>,
): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const { status, email } = await lockRegistration(trx, id)
    requireOpen(status)
    if (author === 'applicant' && status !== 'more-wanted') {
      throw new Problem(
        409,
        'registration-in-review',
        'The form can be changed when more information is wanted.',
      )
    }
    if (form.representative.email !== email) {
      throw new Problem(
        409,
        'email-confirmed',
        'The address is confirmed; another one needs another request.',
      )
    }
    await refuseEndless(trx, id)
    const { institution } = form
    await trx
      .updateTable('registration')
      .set({
        form: JSON.stringify(form),
        institution_name: institution.name,
        name_folded: fold(institution.name),
        ico: institution.ico,
      })
      .where('id', '=', id)
      .execute()
    await addEntry(
      trx,
      { registrationId: id, author, personId, status: null, words: 'form-changed' },
      centre.clock(),
    )
  })
}

async function refuseEndless(trx: Transaction<Database>, id: string): Promise<void> {
  const { entries } = await trx
    .selectFrom('registration_entry')
    .where('registration_id', '=', id)
    .select(sql<number>`count(*)::int`.as('entries'))
    .executeTakeFirstOrThrow()
  if (entries >= MOST_ENTRIES)
    throw new Problem(429, 'too-many-entries', 'Enough was said about this request.')
}

async function tellOperator(
  centre: Centre,
  trx: Transaction<Database>,
  id: string,
  institution: string,
  what: 'new' | 'answer',
): Promise<void> {
  const { contactEmail: to, operatorLanguage: language } = centre.config.registration
  if (to === null) return
  const contents = { institution, link: operatorLink(centre, id), what }
  await queueMail(centre, trx, { template: 'registration-waits', language, to, contents })
}
