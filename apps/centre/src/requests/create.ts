/** Asking for images: what can be refused is refused before anybody is bothered. */
import { createHash } from 'node:crypto'
import { birthNumber } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { lockKey, madeBefore, Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { callAsked } from './calls.ts'
import { mailAsked } from './mails.ts'
import { noteRequestEvent, tellParties } from './record.ts'
import type { NewRequestBody } from './schemas.ts'

/** Of one institution, to all others: beyond it nobody reads them any more. */
const MOST_OPEN = 1000
const LATEST_DAYS = 366
/** What an archive takes for more than itself (PS3.4 §C.2.2.2.4), or parts values by. */
const WILD = /[*?\\]/
const DAY_MS = 24 * 3_600_000

/** @returns its id. With the same key the same request is created once. */
export async function createRequest(
  centre: Centre,
  asking: Member,
  body: NewRequestBody,
  key: string | undefined,
): Promise<string> {
  const at = centre.clock()
  requireSense(body, at)
  const sha256 = createHash('sha256').update(JSON.stringify(body)).digest()
  const askingId = asking.institution.id
  const { id, isNew } = await centre.db.transaction().execute(async (trx) => {
    const earlier = await createdBefore(trx, asking, key, sha256)
    if (earlier !== undefined) return { id: earlier, isNew: false }
    await requireRoom(trx, askingId)
    await requireAskable(trx, askingId, body.institution)
    const id = newId()
    await trx
      .insertInto('image_request')
      .values({
        id,
        asking_institution_id: askingId,
        asking_person_id: asking.personId,
        asked_institution_id: body.institution,
        ...columnsOf(body),
        status: 'open',
        created_at: at,
        idempotency_key: key ?? null,
        request_sha256: key === undefined ? null : sha256,
      })
      .execute()
    await noteRequestEvent(trx, { requestId: id, at, by: asking, what: 'created' })
    await centre.audit.record(trx, {
      at,
      actor: asking,
      action: 'request.create',
      details: { request: id, asked: body.institution, urgency: body.urgency },
    })
    const request = { id, askingId, askedId: body.institution }
    await mailAsked(centre, trx, 'images-requested', request)
    await callAsked(centre, trx, 'request.received', request)
    return { id, isNew: true }
  })
  if (isNew) tellParties(centre, { askingId, askedId: body.institution }, { id, status: 'open' })
  return id
}

function columnsOf({ patient, ...body }: NewRequestBody) {
  return {
    clinician: body.clinician.trim(),
    patient_name: patient.name.trim(),
    patient_id: patient.id?.value.trim() ?? null,
    patient_id_kind: patient.id?.kind ?? null,
    patient_birth_date: patient.birthDate ?? bornOf(patient) ?? null,
    wanted: body.wanted.trim(),
    modalities: [...new Set(body.modalities ?? [])],
    studied_from: body.studiedFrom ?? null,
    studied_to: body.studiedTo ?? null,
    accession_number: body.accessionNumber?.trim() ?? null,
    reason: body.reason.trim(),
    urgency: body.urgency,
    needed_by: new Date(body.neededBy),
    refusal: null,
    ended_at: null,
  }
}

/** YYYY-MM-DD. */
function bornOf({ id }: NewRequestBody['patient']): string | undefined {
  if (id?.kind !== 'birth-number') return undefined
  return birthNumber(id.value)?.birthDate.replace(/^(....)(..)/, '$1-$2-')
}

function requireSense({ patient, studiedFrom, studiedTo, neededBy }: NewRequestBody, now: Date): void {
  if (patient.id === undefined && patient.birthDate === undefined) {
    throw new Problem(
      422,
      'patient-not-identified',
      'A patient is named by an identifier or a date of birth.',
    )
  }
  const born = bornOf(patient)
  if (patient.id?.kind === 'birth-number' && born === undefined) {
    throw new Problem(422, 'birth-number-wrong', 'The birth number is not one: a digit is wrong or missing.')
  }
  if (patient.id !== undefined && WILD.test(patient.id.value)) {
    throw new Problem(
      422,
      'patient-id-wildcard',
      'An identifier has no *, ? or \\: in queries they stand for others, or part values.',
    )
  }
  if (born !== undefined && patient.birthDate !== undefined && patient.birthDate !== born) {
    throw new Problem(422, 'birth-date-differs', 'The date of birth is not the one of the birth number.')
  }
  // A day more: it begins earlier in the east than by UTC.
  const tomorrow = new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10)
  if (patient.birthDate !== undefined && patient.birthDate > tomorrow) {
    throw new Problem(422, 'birth-date-ahead', 'The date of birth lies ahead.')
  }
  if (studiedFrom !== undefined && studiedTo !== undefined && studiedFrom > studiedTo) {
    throw new Problem(422, 'period-reversed', 'The period ends before it begins.')
  }
  const untilMs = Date.parse(neededBy) - now.getTime()
  if (untilMs <= 0 || untilMs > LATEST_DAYS * DAY_MS) {
    throw new Problem(
      422,
      'needed-by-not-ahead',
      'When the images are needed has to lie ahead, within a year.',
    )
  }
}

/** Serialises requests with the same key, then looks for what one of them made. */
async function createdBefore(
  trx: Transaction<Database>,
  asking: Member,
  key: string | undefined,
  sha256: Buffer,
): Promise<string | undefined> {
  if (key === undefined) return undefined
  await lockKey(`request ${asking.personId}`, key).execute(trx)
  const earlier = await trx
    .selectFrom('image_request')
    .where('asking_institution_id', '=', asking.institution.id)
    .where('asking_person_id', '=', asking.personId)
    .where('idempotency_key', '=', key)
    .select(['id', 'request_sha256'])
    .executeTakeFirst()
  return madeBefore(earlier, sha256)
}

async function requireRoom(trx: Transaction<Database>, askingId: string): Promise<void> {
  const { open } = await trx
    .selectFrom('image_request')
    .where('asking_institution_id', '=', askingId)
    .where('status', '=', 'open')
    .select(sql<number>`count(*)::int`.as('open'))
    .executeTakeFirstOrThrow()
  if (open < MOST_OPEN) return
  throw new Problem(
    409,
    'too-many-open-requests',
    `${MOST_OPEN} requests of the institution are open already.`,
  )
}

async function requireAskable(trx: Transaction<Database>, askingId: string, askedId: string): Promise<void> {
  if (askedId === askingId) {
    throw new Problem(422, 'own-institution-asked', 'The own institution is not asked.')
  }
  const mailbox = await trx
    .selectFrom('mailbox')
    .where('institution_id', '=', askedId)
    .select('institution_id')
    .executeTakeFirst()
  if (mailbox === undefined) {
    throw new Problem(422, 'unknown-recipient', 'No institution with a mailbox has this id.')
  }
}
