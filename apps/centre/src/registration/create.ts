/** A request arrives: bounded, once, and with the mail that confirms its address, in one transaction. */
import { createHash } from 'node:crypto'
import { fold } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { ProvenIdentity } from '../identity/index.ts'
import { queueMail } from '../mail/index.ts'
import { addEntry } from './dialogue.ts'
import type { RegistrationForm } from './form.ts'
import { newLink } from './links.ts'

export interface NewRegistration {
  readonly form: RegistrationForm
  /** Of the request, or undefined: then its content is the key. */
  readonly key: string | undefined
  readonly identity: ProvenIdentity | undefined
  /** The operator who enters it for the applicant. */
  readonly enteredBy: { readonly personId: string; readonly institution: { id: string } | null } | null
}

const DAY_MS = 24 * 3_600_000
/** What a stranger can have sent to one address in a day. */
const MOST_FOR_ADDRESS = 3
/** Counting and adding is done by one at a time. */
const LOCK = 0x7265_6771

export interface Created {
  readonly id: string
  readonly status: 'unconfirmed' | 'received'
}

export async function createRegistration(centre: Centre, request: NewRegistration): Promise<Created> {
  const { form, key, identity, enteredBy } = request
  const digest = createHash('sha256').update(JSON.stringify(form)).digest()
  const requestKey = key === undefined ? `content ${digest.toString('hex')}` : `key ${key}`
  return await centre.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
    const before = await findSame(trx, requestKey, digest)
    if (before !== undefined) return before
    const at = centre.clock()
    if (enteredBy === null) await refuseFloods(centre, trx, form.representative.email, at)
    const status = enteredBy === null ? 'unconfirmed' : 'received'
    const { institution, representative, language } = form
    const id = newId()
    await trx
      .insertInto('registration')
      .values({
        id,
        status,
        origin: enteredBy === null ? 'applicant' : 'operator',
        language,
        form: JSON.stringify(form),
        institution_name: institution.name,
        name_folded: fold(institution.name),
        ico: institution.ico,
        email: representative.email,
        request_key: requestKey,
        request_sha256: digest,
        conditions_version: form.conditions.version,
        conditions_agreed_at: at,
        proof_method: identity?.method ?? null,
        proof_issuer: identity?.issuer ?? null,
        proof_subject: identity?.subject ?? null,
        proof_name: identity?.name ?? null,
        proof_email: identity?.email ?? null,
        proof_ico: identity?.ico ?? null,
        entered_by: enteredBy?.personId ?? null,
        created_at: at,
        confirmed_at: enteredBy === null ? null : at,
      })
      .execute()
    await addEntry(trx, { registrationId: id, author: 'centre', personId: null, status, words: '' }, at)
    const about = { institution: institution.name, link: await newLink(centre, trx, id) }
    const to = representative.email
    if (enteredBy === null) {
      const contents = { ...about, hours: centre.config.registration.confirmWithinHours }
      await queueMail(centre, trx, { template: 'registration-confirm', language, to, contents })
    } else await queueMail(centre, trx, { template: 'registration-received', language, to, contents: about })
    await centre.audit.record(trx, {
      at,
      actor: enteredBy,
      action: 'registration.create',
      details: { registration: id, conditions: form.conditions.version, identity: identity?.method ?? null },
    })
    return { id, status } as const
  })
}

async function findSame(
  trx: Transaction<Database>,
  key: string,
  digest: Buffer,
): Promise<Created | undefined> {
  const row = await trx
    .selectFrom('registration')
    .where('request_key', '=', key)
    .select(['id', 'origin', 'request_sha256'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (!row.request_sha256.equals(digest)) {
    throw new Problem(409, 'idempotency-conflict', 'The Idempotency-Key was used for another request.')
  }
  // The answer of the first time, whatever has become of it since.
  return { id: row.id, status: row.origin === 'operator' ? 'received' : 'unconfirmed' }
}

async function refuseFloods(
  centre: Centre,
  trx: Transaction<Database>,
  email: string,
  at: Date,
): Promise<void> {
  const { waiting, ofAddress } = await trx
    .selectFrom('registration')
    .where('status', '=', 'unconfirmed')
    .select([
      sql<number>`count(*)::int`.as('waiting'),
      sql<number>`count(*) filter (
        where lower(email) = ${email.toLowerCase()} and created_at > ${new Date(at.getTime() - DAY_MS)})::int`.as(
        'ofAddress',
      ),
    ])
    .executeTakeFirstOrThrow()
  if (ofAddress >= MOST_FOR_ADDRESS) {
    throw new Problem(
      429,
      'address-waits',
      'Requests with this e-mail address wait for its confirmation already.',
    )
  }
  if (waiting >= centre.config.limits.unconfirmedRegistrations) {
    throw new Problem(
      429,
      'too-many-registrations',
      'Too many requests wait for a confirmation; try again later.',
    )
  }
}

/** Removes requests whose address nobody has confirmed in time. */
export async function sweepUnconfirmed({ db, clock, config }: Centre): Promise<void> {
  const before = new Date(clock().getTime() - config.registration.confirmWithinHours * 3_600_000)
  await db
    .deleteFrom('registration')
    .where('status', '=', 'unconfirmed')
    .where('created_at', '<', before)
    .execute()
}
