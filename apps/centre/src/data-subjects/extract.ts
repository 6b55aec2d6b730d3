/** Everything that the centre knows of one patient: messages, who had them and what was done with them, requests. */
import { birthNumber } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { studyFacts } from '../messages/index.ts'
import {
  MOST_MESSAGES,
  type RequestRow,
  requestsOf,
  type StudyRow,
  studiesOf,
  tooMany,
} from './find-records.ts'
import { nameWords } from './person-name.ts'
import type { Extract, Party, SubjectMessage, SubjectRequest, SubjectStudy, SubjectWish } from './shapes.ts'

/**
 * @param institution the one that asks for what is its own; undefined: the whole network
 * @throws Problem 422 when the number is not enough to tell one person, or too much is found
 */
export async function extractOf(
  trx: Kysely<Database>,
  wish: SubjectWish,
  { institution, at }: { readonly institution: Party | undefined; readonly at: Date },
): Promise<Extract> {
  const id = withoutSlashes(wish.id)
  const words = nameWords(wish.name ?? '')
  const tellsOne = isNumberOfOne(wish.id)
  if (id === '' || (!tellsOne && words.size < WORDS_OF_A_NAME)) {
    throw new Problem(
      422,
      'name-needed',
      'Several people may have been given the same number: say the name and the surname, too.',
    )
  }
  const studies = await studiesOf(trx, id, words, institution)
  const ids = [...new Set(studies.map(({ message_id }) => message_id))]
  if (ids.length > MOST_MESSAGES) throw tooMany()
  const requests = await requestsOf(trx, id, words, institution)
  if (!tellsOne && birthDatesOf([...studies, ...requests]).size > 1) {
    throw new Problem(
      422,
      'several-people',
      'People with different dates of birth have this number and name: each institution makes the extract of its own messages.',
    )
  }
  return {
    madeAt: at.toISOString(),
    institution: institution === undefined ? null : { id: institution.id, name: institution.name },
    subject: { id: wish.id.trim(), ...(words.size === 0 ? {} : { name: wish.name?.trim() }) },
    messages: ids.length === 0 ? [] : await messagesOf(trx, ids, studies, institution),
    requests: requests.map(shownRequest),
  }
}

/** A name and a surname. */
const WORDS_OF_A_NAME = 2

/**
 * Ten digits with a date and a check digit. Nine digits have no check digit, and of ten-digit numbers every thirteenth
 * passes for a health sector identifier: hospitals' own numbers look the same.
 */
function isNumberOfOne(patientId: string): boolean {
  return birthNumber(patientId)?.digits.length === 10
}

/** Written YYYYMMDD or, in requests, YYYY-MM-DD. */
function birthDatesOf(rows: readonly { readonly patient_birth_date: string | null }[]): ReadonlySet<string> {
  return new Set(
    rows
      .map(({ patient_birth_date }) => patient_birth_date?.replaceAll('-', '').trim() ?? '')
      .filter((date) => date !== ''),
  )
}

function withoutSlashes(text: string): string {
  return text.trim().replaceAll('/', '')
}

async function messagesOf(
  trx: Kysely<Database>,
  ids: readonly string[],
  studies: readonly StudyRow[],
  institution: Party | undefined,
): Promise<readonly SubjectMessage[]> {
  const messages = await trx
    .selectFrom('message')
    .where('id', 'in', [...ids])
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const deliveries = await trx
    .selectFrom('delivery')
    .where('message_id', 'in', [...ids])
    .selectAll()
    .orderBy('created_at')
    .execute()
  const events = await trx
    .selectFrom('message_event')
    .where('message_id', 'in', [...ids])
    .selectAll()
    .orderBy('position')
    .execute()
  const accesses = await trx
    .selectFrom('audit_event')
    .where('message_id', 'in', [...ids])
    .where('action', 'in', [...ACCESSES])
    .$if(institution !== undefined, (own) => own.where('actor_institution_id', '=', institution?.id ?? null))
    .groupBy(['message_id', 'action', 'actor_institution_id', sql`date_trunc('day', at, 'UTC')`])
    .select(['message_id', 'action', 'actor_institution_id'])
    .select(({ fn }) => [fn.min('at').as('first'), fn.max('at').as('last')])
    .select(sql<number>`count(*)::int`.as('count'))
    .orderBy('first')
    .limit(MOST_ACCESSES + 1)
    .execute()
  if (accesses.length > MOST_ACCESSES) throw tooMany()
  const all = await trx
    .selectFrom('study')
    .where('message_id', 'in', [...ids])
    .groupBy('message_id')
    .select(['message_id', sql<number>`count(*)::int`.as('count')])
    .execute()
  const names = await namesOf(trx)
  const party = (id: string | null): Party | null => (id === null ? null : { id, name: names.get(id) ?? '' })
  const of = {
    studies: Map.groupBy(studies, ({ message_id }) => message_id),
    deliveries: Map.groupBy(deliveries, ({ message_id }) => message_id),
    events: Map.groupBy(events, ({ message_id }) => message_id),
    accesses: Map.groupBy(accesses, ({ message_id }) => message_id),
  }
  const counts = new Map(all.map(({ message_id, count }) => [message_id, count]))
  return messages.map((message): SubjectMessage => {
    const own = of.studies.get(message.id) ?? []
    // A recipient sees its own delivery alone, as everywhere.
    const seesAll = institution === undefined || message.sender_institution_id === institution.id
    const isSeen = (id: string | null) => seesAll || id === null || id === institution?.id
    const isOfOthersToo = counts.get(message.id) !== own.length
    return {
      id: message.id,
      sentAt: message.created_at.toISOString(),
      sender: party(message.sender_institution_id) ?? { id: message.sender_institution_id, name: '' },
      status: message.status,
      subject: isOfOthersToo ? null : message.subject,
      note: isOfOthersToo ? null : message.note,
      recipients: (of.deliveries.get(message.id) ?? [])
        .filter((each) => isSeen(each.institution_id))
        .map(({ institution_id, status, at }) => ({
          id: institution_id,
          name: names.get(institution_id) ?? '',
          status,
          at: at.toISOString(),
        })),
      studies: own.map(shownStudy),
      events: (of.events.get(message.id) ?? [])
        .filter((each) => isSeen(each.institution_id))
        .map(({ at, what, institution_id }) => ({
          at: at.toISOString(),
          what,
          institution: party(institution_id),
        })),
      accesses: (of.accesses.get(message.id) ?? []).map(
        ({ first, last, count, action, actor_institution_id }) => ({
          at: first.toISOString(),
          until: last.toISOString(),
          count,
          action,
          institution: party(actor_institution_id),
        }),
      ),
    }
  })
}

/** By day, action and institution. */
const MOST_ACCESSES = 100_000

/** Events of the audit trail in which somebody saw or took what a message holds. */
const ACCESSES = [
  'message.read',
  'message.manifest',
  'message.receipts',
  'package.download',
  'dicomweb.read',
  'hand-off.read',
  'message.hand-off',
  'message.forward',
] as const

function shownStudy(row: StudyRow): SubjectStudy {
  return { ...studyFacts(row), instances: row.instance_count ?? 0 }
}

function shownRequest(row: RequestRow): SubjectRequest {
  return {
    id: row.id,
    at: row.created_at.toISOString(),
    asking: { id: row.asking_institution_id, name: row.asking_name },
    asked: { id: row.asked_institution_id, name: row.asked_name },
    patient: { id: row.patient_id, name: row.patient_name, birthDate: row.patient_birth_date },
    wanted: row.wanted,
    modalities: row.modalities,
    period: { from: row.studied_from, to: row.studied_to },
    reason: row.reason,
    status: row.status,
    refusal: row.refusal,
  }
}

async function namesOf(trx: Kysely<Database>): Promise<ReadonlyMap<string, string>> {
  const rows = await trx.selectFrom('institution').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
