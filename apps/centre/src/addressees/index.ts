/** Whom of an institution the centre writes to. */
import type { Language } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

/** Who has not come through JTP for so long may have left; that is learnt with the next sign-in only. */
const JTP_HOLDS_MS = 90 * 24 * 3_600_000

/** Of a row of `membership`. */
export function isStillMember(now: Date) {
  const since = new Date(now.getTime() - JTP_HOLDS_MS)
  return sql<boolean>`(membership.granted_by = 'centre' or membership.confirmed_at > ${since})`
}

/** The person's own (`person_settings`), or that of their institution (`institution`), both by these names in the query. */
export function readersLanguage() {
  return sql<Language>`coalesce(person_settings.language, institution.language, 'cs')`.as('language')
}

/** The person's own (`person_settings`), or that of their institution, of several the one that joined first (`person`). */
export function holdersLanguage() {
  return sql<Language>`coalesce(
    person_settings.language,
    (select institution.language from membership join institution on institution.id = membership.institution_id
      where membership.person_id = person.id order by institution.id limit 1),
    'cs')`.as('language')
}

/** Of a contact in the directory (`contact`): that of the member with the same address, or of the institution (`institution`). */
export function contactsLanguage() {
  return sql<Language>`coalesce(
    (select person_settings.language from person_settings join person on person.id = person_settings.person_id
      join membership on membership.person_id = person.id and membership.institution_id = contact.institution_id
      where lower(person.email) = lower(contact.email) and person_settings.language is not null
      order by person.id limit 1),
    institution.language,
    'cs')`.as('language')
}

/** Members who have not left as far as is known, one for each address; to be narrowed (`membership`, `person_settings`). */
export function membersWithAddress(db: Kysely<Database>, institutionId: string, now: Date) {
  return db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('membership.institution_id', '=', institutionId)
    .where('person.email', 'is not', null)
    .where(isStillMember(now))
    .select([sql<string>`person.email`.as('email'), readersLanguage(), 'institution.name as institution'])
    .distinctOn('person.email')
    .orderBy('person.email')
    .orderBy('person.id')
}
