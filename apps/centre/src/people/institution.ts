/** The institution that the caller acts for, and its contacts. */
import type { Language } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { phoneNumber } from '../directory/index.ts'
import { Problem } from '../http/index.ts'
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

export async function setLanguage(centre: Centre, by: Member, language: Language): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    await trx.updateTable('institution').set({ language }).where('id', '=', by.institution.id).execute()
    const details = { institution: by.institution.id }
    await centre.audit.record(trx, { at: centre.clock(), actor: by, action: 'institution.language', details })
  })
}

export async function replaceContacts(
  centre: Centre,
  by: Member,
  contacts: readonly Contact[],
): Promise<void> {
  const { id } = by.institution
  await centre.db.transaction().execute(async (trx) => {
    const { country } = await trx
      .selectFrom('institution')
      .where('id', '=', id)
      .select('country')
      .forUpdate()
      .executeTakeFirstOrThrow()
    const before = await trx.selectFrom('contact').where('institution_id', '=', id).select('phone').execute()
    const kept = new Set(before.map(({ phone }) => phone))
    /** What stood there before numbers were checked does not stand in the way of other changes. */
    const e164 = (phone: string): string => {
      const number = kept.has(phone) ? phone : phoneNumber(phone, country)
      if (number !== undefined) return number
      throw new Problem(
        422,
        'invalid-phone',
        `“${phone}” is not a telephone number; one begins with + and a country.`,
      )
    }
    await trx.deleteFrom('contact').where('institution_id', '=', id).execute()
    if (contacts.length > 0) {
      await trx
        .insertInto('contact')
        .values(
          contacts.map(({ name, function: role, email, phone }, position) => ({
            institution_id: id,
            position,
            name,
            function: role,
            email,
            phone: phone === null || phone.trim() === '' ? null : e164(phone),
          })),
        )
        .execute()
    }
    const details = { contacts: contacts.length }
    await centre.audit.record(trx, { at: centre.clock(), actor: by, action: 'institution.contacts', details })
  })
}
