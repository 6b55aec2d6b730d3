/** The institution that the caller acts for, and its contacts. */
import type { Language } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import type { Member } from '../identity/index.ts'

export interface Contact {
  readonly name: string
  readonly function: string | null
  readonly email: string | null
  readonly phone: string | null
}

/** In which its people are written to. */
export async function languageOf(db: Kysely<Database>, institutionId: string): Promise<Language> {
  const { language } = await db
    .selectFrom('institution')
    .where('id', '=', institutionId)
    .select(sql<Language>`coalesce(language, 'cs')`.as('language'))
    .executeTakeFirstOrThrow()
  return language
}

export async function replaceContacts(
  centre: Centre,
  by: Member,
  contacts: readonly Contact[],
): Promise<void> {
  const { id } = by.institution
  await centre.db.transaction().execute(async (trx) => {
    await trx.selectFrom('institution').where('id', '=', id).select('id').forUpdate().execute()
    await trx.deleteFrom('contact').where('institution_id', '=', id).execute()
    if (contacts.length > 0) {
      await trx
        .insertInto('contact')
        .values(contacts.map((contact, position) => ({ institution_id: id, position, ...contact })))
        .execute()
    }
    const details = { contacts: contacts.length }
    await centre.audit.record(trx, { at: centre.clock(), actor: by, action: 'institution.contacts', details })
  })
}
