/** Approval: institution, mailbox, representative, code of the node and the mail, all in one transaction or none. */
import { fold } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { invite, makeMember, type ProvenIdentity, personWith } from '../identity/index.ts'
import { queueMail } from '../mail/index.ts'
import { newEnrolmentCode } from '../nodes/index.ts'
import { locateInstitutions } from '../registry/index.ts'
import type { RegistrationForm } from './form.ts'

export interface Approval {
  readonly form: RegistrationForm
  readonly identity: ProvenIdentity | undefined
  readonly operatorId: string
  readonly quotaBytes: number | undefined
  readonly words: string
}

interface Approved {
  readonly institutionId: string
  /** Of a node; kept nowhere. */
  readonly enrolmentCode: string | null
}

const DAY_MS = 24 * 3_600_000
const LONGEST_AE_TITLE = 16
/** Two approvals at once must not choose the same AE title. */
const LOCK = 0x6165_7469

export async function approve(
  centre: Centre,
  trx: Transaction<Database>,
  { form, identity, operatorId, quotaBytes, words }: Approval,
): Promise<Approved> {
  const { institution, representative, wayIn, language } = form
  const { config } = centre
  const at = centre.clock()
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
  const institutionId = newId()
  const { registerNumber, vatId, postalCode, ...record } = institution
  const { name, kind, city } = record
  await trx
    .insertInto('institution')
    .values({
      id: institutionId,
      ...record,
      name_folded: fold(name),
      city_folded: fold(city),
      register_number: registerNumber,
      vat_id: vatId,
      postal_code: postalCode,
      ae_title: await freeAeTitle(trx, name),
      connection: wayIn === 'node' ? 'node' : 'mailbox',
      language,
    })
    .execute()
  await locateInstitutions(trx, institutionId)
  const { email, phone } = representative
  await trx
    .insertInto('contact')
    .values({
      institution_id: institutionId,
      position: 0,
      name: representative.name,
      function: representative.function,
      email,
      phone,
    })
    .execute()
  await trx
    .insertInto('mailbox')
    .values({ institution_id: institutionId, quota_bytes: quotaBytes ?? config.quotas[kind] })
    .execute()
  const way = await wayInFor(centre, trx, institutionId, { form, identity, operatorId, quotaBytes, words })
  const expiresAt = new Date(at.getTime() + config.registration.invitationDays * DAY_MS)
  const enrolmentCode =
    wayIn === 'node'
      ? (await newEnrolmentCode(trx, institutionId, { at, expiresAt, by: operatorId })).code
      : null
  const contents = { institution: name, words, ...way, enrolmentCode }
  await queueMail(centre, trx, { template: 'registration-approved', language, to: email, contents })
  return { institutionId, enrolmentCode }
}

/** Whoever has proven an identity with the request comes in with it; others by an invitation. */
async function wayInFor(
  { config, clock }: Centre,
  trx: Transaction<Database>,
  institutionId: string,
  { form, identity }: Approval,
): Promise<{ link: string; days: number }> {
  const { representative, language } = form
  const role = 'representative'
  if (identity !== undefined) {
    const personId = await personWith(trx, identity, representative)
    await makeMember(trx, { personId, institutionId, role })
    return { link: `${config.portal.publicUrl}/sign-in`, days: 0 }
  }
  const { name, email } = representative
  const invitation = { institutionId, name, email, role, language, invitedBy: null } as const
  const { link } = await invite(trx, config, invitation, clock())
  return { link, days: config.registration.invitationDays }
}

/** PS3.5, value representation AE. */
async function freeAeTitle(trx: Transaction<Database>, name: string): Promise<string> {
  const letters = fold(name)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const wish = letters === '' ? 'EPACS' : letters
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '' : String(number)
    const title = wish.slice(0, LONGEST_AE_TITLE - ending.length) + ending
    const taken = await trx
      .selectFrom('institution')
      .where('ae_title', '=', title)
      .select('id')
      .executeTakeFirst()
    if (taken === undefined) return title
  }
}
