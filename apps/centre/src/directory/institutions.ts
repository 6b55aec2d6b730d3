/** Institutions in the database: searched, paged, one with its contact persons. */
import { addressLines, fold, foldedWords, isId, registerOf } from '@epacs/exchange'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { asOfOneMoment, type Database } from '../database/index.ts'
import type { PagePosition } from '../http/index.ts'
import { shownPhone } from './phone.ts'
import type { Institution, InstitutionQuery, InstitutionSummary } from './schemas.ts'

const MOST_WORDS = 20

export async function listInstitutions(
  db: Kysely<Database>,
  { q, kind, city, country, connection }: Omit<InstitutionQuery, 'page' | 'pageSize'>,
  { pageSize, offset }: PagePosition,
): Promise<{ items: readonly InstitutionSummary[]; total: number }> {
  return await asOfOneMoment(db, async (trx) => {
    let matching = trx.selectFrom('institution')
    if (kind !== undefined) matching = matching.where('kind', '=', kind)
    if (connection !== undefined) matching = matching.where('connection', '=', connection)
    if (country !== undefined) matching = matching.where('country', '=', country)
    const cityFolded = fold(city ?? '').trim()
    if (cityFolded !== '') matching = matching.where(sql<boolean>`starts_with(city_folded, ${cityFolded})`)
    for (const occurs of wordsOccur(q ?? '')) matching = matching.where(occurs)
    const items = await matching
      .select(['id', 'name', 'kind', 'city', 'country', 'connection'])
      .orderBy(sql`name collate czech`)
      .orderBy('id')
      .limit(pageSize)
      .offset(offset)
      .execute()
    const { total } = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    return { items, total }
  })
}

/** Of an institution's name, town, AE title and numbers: a condition for each word, all of which must be true. */
export function wordsOccur(q: string): readonly RawBuilder<boolean>[] {
  return foldedWords(q)
    .slice(0, MOST_WORDS)
    .map(
      (word) => sql<boolean>`strpos(
        concat_ws(' ', name_folded, city_folded, lower(ae_title), ico, icz, lower(register_number),
          lower(vat_id), lower(euid)), ${word}) > 0`,
    )
}

/** Undefined: there is no such institution. */
export async function findInstitution(db: Kysely<Database>, id: string): Promise<Institution | undefined> {
  const [institution] = await findInstitutions(db, [id])
  return institution
}

/** Of those that there are, in the order of their ids here. */
export async function findInstitutions(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<readonly Institution[]> {
  const [rows, contacts] = await Promise.all([
    db.selectFrom('institution').where('id', '=', sql<string>`any(${ids}::uuid[])`).selectAll().execute(),
    db
      .selectFrom('contact')
      .where('institution_id', '=', sql<string>`any(${ids}::uuid[])`)
      .select(['institution_id', 'name', 'function', 'email', 'phone'])
      .orderBy('position')
      .execute(),
  ])
  const found = new Map(rows.map((row) => [row.id, row]))
  const contactsOf = Map.groupBy(contacts, ({ institution_id }) => institution_id)
  return ids.flatMap((id): Institution[] => {
    const row = found.get(id)
    if (row === undefined) return []
    const { name, kind, city, connection, eligibility, ico, icz, icp, country, street, latitude, longitude } =
      row
    const postalCode = row.postal_code
    return [
      {
        id,
        name,
        kind,
        city,
        connection,
        eligibility,
        ico,
        icz,
        icp,
        register: registered(row),
        vatId: row.vat_id,
        euid: row.euid,
        country,
        street,
        postalCode,
        addressLines: [...addressLines({ street, city, postalCode, country })],
        position: latitude === null || longitude === null ? null : { latitude, longitude },
        aeTitle: row.ae_title,
        contacts: (contactsOf.get(id) ?? []).map(({ institution_id: _, ...contact }) => ({
          ...contact,
          phoneShown: contact.phone === null ? null : shownPhone(contact.phone),
        })),
      },
    ]
  })
}

function registered({
  register,
  register_number: number,
}: {
  readonly register: string | null
  readonly register_number: string | null
}): Institution['register'] {
  if (number === null) return null
  const name = register === null ? undefined : registerOf(register)?.name
  return { code: register, name: name ?? null, number }
}

/** Ids of those that a whole IČO, IČZ or id is of, and whose name or town has all the words. */
export async function institutionsNumbered(
  db: Kysely<Database>,
  number: string,
  q: string,
): Promise<readonly string[]> {
  let matching = db
    .selectFrom('institution')
    .where(({ or, eb }) =>
      or([
        eb('ico', '=', number),
        eb('icz', '=', number),
        eb('icp', '=', number),
        eb('register_number', '=', number),
        eb('vat_id', '=', number),
        eb('euid', '=', number),
        ...(isId(number) ? [eb('id', '=', number)] : []),
      ]),
    )
  for (const occurs of wordsOccur(q)) matching = matching.where(occurs)
  const rows = await matching.select('id').orderBy(sql`name collate czech`).orderBy('id').execute()
  return rows.map(({ id }) => id)
}
