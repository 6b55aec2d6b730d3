/**
 * The rows of a box, and the conditions that choose among them. Both boxes have the same columns, so that filter, order
 * and page are written once. Messages themselves are looked up where their words or sizes are asked for alone.
 */
import { foldedWords, IN_MAILBOX } from '@epacs/exchange'
import { type RawBuilder, sql } from 'kysely'
import type { BoxFilter, BoxQuery, BoxSort } from './box-query.ts'
import { patientWords } from './patient-search.ts'

const MOST_WORDS = 20

/** Whether indexes give the page and its total. Otherwise the box is looked through, once for both. */
export function isFoundByIndex({
  sort,
  status,
  delivery,
  institution,
  from,
  to,
  urgent,
  q,
  patient,
}: BoxQuery): boolean {
  const isSearch = foldedWords(q ?? '').length > 0 || patientWords(patient ?? '').length > 0
  const inIndexes = [status, delivery, institution].filter((each) => each !== undefined)
  const isOfOther = [from, to, urgent].some((each) => each !== undefined)
  return sort === 'date' && !isSearch && !isOfOther && inIndexes.length <= 1
}

/** Where one of `status`, `delivery` and `institution` is asked for at most. */
export function countOf(institutionId: string, query: BoxQuery): RawBuilder<number> {
  const { box, delivery, institution } = query
  if (box === 'sent' && delivery !== undefined) {
    return sql`(select count(distinct message_id)::int from delivery
      where sender_institution_id = ${institutionId} and status = ${delivery})`
  }
  if (box === 'sent' && institution !== undefined) {
    return sql`(select count(*)::int from delivery
      where sender_institution_id = ${institutionId} and institution_id = ${institution}::uuid)`
  }
  return sql`(select count(*)::int from ${boxOf(institutionId, query)} where ${filterOf(query)})`
}

export function boxOf(institutionId: string, query: BoxQuery): RawBuilder<unknown> {
  return query.box === 'inbox' ? inbox(institutionId, query) : sent(institutionId)
}

function inbox(institutionId: string, { q, sort }: BoxQuery): RawBuilder<unknown> {
  const isOfMessage = foldedWords(q ?? '').length > 0 || sort === 'size'
  const columns = isOfMessage ? sql`, message.search_folded, ${SHOWN_SIZE} as size_bytes` : sql``
  const join = isOfMessage ? sql`join message on message.id = delivery.message_id` : sql``
  return sql`(
    select delivery.message_id as id, delivery.created_at, delivery.status,
      delivery.sender_institution_id as other ${columns}
    from delivery ${join}
    where delivery.institution_id = ${institutionId} and delivery.status = any(${[...IN_MAILBOX]}::text[])
  ) as box`
}

function sent(institutionId: string): RawBuilder<unknown> {
  return sql`(
    select message.id, message.created_at, message.status, message.search_folded, ${SHOWN_SIZE} as size_bytes
    from message where message.sender_institution_id = ${institutionId}
  ) as box`
}

/** As summaries give it. */
const SHOWN_SIZE = sql`coalesce(nullif(message.size_bytes, 0), message.declared_bytes)`

export function filterOf({
  box,
  status,
  delivery,
  institution,
  from,
  to,
  urgent,
  q,
  patient,
}: BoxFilter & Pick<BoxQuery, 'box'>): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (status !== undefined) conditions.push(sql`box.status = ${status}`)
  if (delivery !== undefined || institution !== undefined) {
    conditions.push(
      box === 'inbox' ? isInbox({ delivery, institution }) : hasDelivery({ delivery, institution }),
    )
  }
  if (from !== undefined) conditions.push(sql`box.created_at >= ${from}::timestamptz`)
  if (to !== undefined) conditions.push(sql`box.created_at < ${to}::timestamptz`)
  if (urgent !== undefined) {
    const isAmongUrgent = sql`box.id in (select id from message where urgent)`
    conditions.push(urgent ? isAmongUrgent : sql`not ${isAmongUrgent}`)
  }
  // Every word must occur, in any order: "koleno ct" finds the CT that was sent as "Bolest kolene, koleno vpravo".
  for (const word of foldedWords(q ?? '').slice(0, MOST_WORDS)) {
    conditions.push(sql`strpos(box.search_folded, ${word}) > 0`)
  }
  const words = patientWords(patient ?? '')
  if (words.length > 0) {
    const occur = words.map((word) => sql`strpos(study.patient_folded, ${word}) > 0`)
    conditions.push(sql`exists (
      select from study where study.message_id = box.id and ${sql.join(occur, sql` and `)}
    )`)
  }
  return sql.join(conditions, sql` and `)
}

type OfDelivery = Pick<BoxFilter, 'delivery' | 'institution'>

function isInbox({ delivery, institution }: OfDelivery): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (delivery !== undefined) conditions.push(sql`box.status = ${delivery}`)
  if (institution !== undefined) conditions.push(sql`box.other = ${institution}::uuid`)
  return sql.join(conditions, sql` and `)
}

/** One delivery that is both: "opened at this recipient" is not answered by another one who opened it. */
function hasDelivery({ delivery, institution }: OfDelivery): RawBuilder<unknown> {
  const conditions = [sql`delivery.message_id = box.id`]
  if (delivery !== undefined) conditions.push(sql`delivery.status = ${delivery}`)
  if (institution !== undefined) conditions.push(sql`delivery.institution_id = ${institution}::uuid`)
  return sql`exists (select from delivery where ${sql.join(conditions, sql` and `)})`
}

/** What is alike comes the newest first. */
export const SORT_VALUES: Readonly<Record<BoxSort, (box: BoxQuery['box']) => RawBuilder<unknown>>> = {
  date: () => sql`box.created_at`,
  institution: (box) =>
    box === 'inbox'
      ? sql`(select name collate czech from institution where id = box.other)`
      : sql`(
          select min(name collate czech) from delivery join institution on institution.id = delivery.institution_id
          where delivery.message_id = box.id
        )`,
  size: () => sql`box.size_bytes`,
}
