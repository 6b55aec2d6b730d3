/** Mails to those who sent a message: it failed; it was opened or stored. They name institutions alone. */
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { graphileQueue } from '../jobs/index.ts'
import { queueMails } from '../mail/index.ts'
import type { Event } from './message-happenings.ts'
import { readersOf } from './people.ts'
import { wishesFor } from './wishes.ts'

export const TELL_SENDER = 'tell-sender'

export interface ToTell {
  readonly message: string
  /** The recipient that opened or stored it; null: the message failed. */
  readonly institution: string | null
}

/** Within the transaction that makes it true. */
export async function queueMessageMails(trx: Kysely<Database>, events: readonly Event[]): Promise<void> {
  const told: ToTell[] = []
  for (const { what, messageId: message, institutionId } of events) {
    if (what === 'rejected' || what === 'expired') told.push({ message, institution: null })
    if ((what === 'opened' || what === 'stored') && institutionId !== undefined) {
      if (await isFirstReceipt(trx, message, institutionId))
        told.push({ message, institution: institutionId })
    }
  }
  const jobs = told.map((payload) => ({
    payload,
    jobKey: `${TELL_SENDER} ${Object.values(payload).join(' ')}`,
  }))
  if (jobs.length > 0) await graphileQueue.addAll(trx, TELL_SENDER, jobs)
}

/** And somebody wishes to know. */
async function isFirstReceipt(trx: Kysely<Database>, messageId: string, institutionId: string) {
  const wished = await trx
    .selectFrom('message')
    .innerJoin('person_settings', 'person_settings.person_id', 'message.sender_person_id')
    .where('message.id', '=', messageId)
    .where((eb) => wishesFor('receipt', eb.ref('person_settings.notices')))
    .where(
      sql<boolean>`(select count(*) from message_event where message_event.message_id = message.id
        and message_event.institution_id = ${institutionId} and what in ('opened', 'stored')) = 1`,
    )
    .select('message.id')
    .executeTakeFirst()
  return wished !== undefined
}

export async function tellSender(
  centre: Pick<Centre, 'db' | 'jobs' | 'clock' | 'config'>,
  { message: messageId, institution }: ToTell,
): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
      .where('message.id', '=', messageId)
      .select(['message.sender_person_id', 'institution.id', 'institution.name'])
      .executeTakeFirst()
    if (message === undefined) return
    const { id, name, sender_person_id: senderPersonId } = message
    const link = `${centre.config.portal.publicUrl}/messages/${messageId}`
    if (institution === null) {
      // What a PACS sent, no person did: then whoever answers for the institution is to know.
      const readers = await readersOf(trx, id, 'failure', centre.clock(), senderPersonId ?? undefined)
      const contents = { institution: name, link }
      const mails = readers.map(({ email: to, language }) => ({
        template: 'message-failed' as const,
        language,
        to,
        contents,
      }))
      return await queueMails(centre, trx, mails)
    }
    if (senderPersonId === null) return
    const recipient = await trx
      .selectFrom('institution')
      .where('id', '=', institution)
      .select('name')
      .executeTakeFirst()
    const contents = { institution: recipient?.name ?? '', link }
    const readers = await readersOf(trx, id, 'receipt', centre.clock(), senderPersonId)
    const mails = readers.map(({ email: to, language }) => ({
      template: 'message-received' as const,
      language,
      to,
      contents,
    }))
    await queueMails(centre, trx, mails)
  })
}
