/** Mails about requests. They name institutions alone: what people write names patients, and mails are read by others. */
import type { Language } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import { contactsLanguage } from '../addressees/index.ts'
import { readersOf } from '../arrivals/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { MAIL_LANGUAGES, momentInMail, queueMails } from '../mail/index.ts'
import type { RequestParties } from './record.ts'

type MailQueue = Pick<Centre, 'jobs' | 'clock' | 'config'>
type Request = RequestParties & { readonly id: string }

/** To everybody in the asked institution's mailbox who wants mails. */
export async function mailAsked(
  centre: MailQueue,
  trx: Transaction<Database>,
  template: 'images-requested' | 'images-request-overdue',
  request: Request,
): Promise<void> {
  const { askingId, askedId } = request
  const urgentFor = await urgencyOf(trx, request)
  // Who wants mails of urgent messages alone gets these: somebody waits for an answer.
  const readers = await readersOf(
    trx,
    { senderId: askingId, recipientIds: [askedId], urgent: true },
    centre.clock(),
  )
  await queueMails(
    centre,
    trx,
    readers.map(({ email: to, language, institution, sender: asking }) => ({
      template,
      language,
      to,
      contents: { institution, asking, link: linkOf(centre, request), urgent: urgentFor(language) },
    })),
  )
}

/** To the contacts that the directory shows. */
export async function mailContacts(
  centre: MailQueue,
  trx: Transaction<Database>,
  request: Request,
): Promise<void> {
  const contacts = await trx
    .selectFrom('contact')
    .innerJoin('institution', 'institution.id', 'contact.institution_id')
    .innerJoin('institution as asking', (join) => join.on('asking.id', '=', request.askingId))
    .where('contact.institution_id', '=', request.askedId)
    .where('contact.email', 'is not', null)
    .select(['contact.email', contactsLanguage(), 'institution.name as institution', 'asking.name as asking'])
    .orderBy('contact.position')
    .execute()
  const link = linkOf(centre, request)
  const urgentFor = await urgencyOf(trx, request)
  await queueMails(
    centre,
    trx,
    [...new Map(contacts.map((contact) => [contact.email, contact])).values()].flatMap(
      ({ email: to, language, institution, asking }) =>
        to === null
          ? []
          : [
              {
                template: 'images-request-escalated' as const,
                language,
                to,
                contents: { institution, asking, link, urgent: urgentFor(language) },
              },
            ],
    ),
  )
}

/** To who asked. */
export async function mailRefusal(
  centre: MailQueue,
  trx: Transaction<Database>,
  request: Request,
): Promise<void> {
  const row = await trx
    .selectFrom('image_request')
    .innerJoin('institution as asked', 'asked.id', 'image_request.asked_institution_id')
    .innerJoin('institution as asking', 'asking.id', 'image_request.asking_institution_id')
    .innerJoin('person', 'person.id', 'image_request.asking_person_id')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('image_request.id', '=', request.id)
    .select([
      'person.email',
      sql<Language>`coalesce(person_settings.language, asking.language, 'cs')`.as('language'),
      'asked.name as asked',
      'asking.name as asking',
    ])
    .executeTakeFirstOrThrow()
  if (row.email === null) return
  const urgentFor = await urgencyOf(trx, request)
  const contents = {
    ...{ institution: row.asked, asking: row.asking },
    ...{ link: linkOf(centre, request), urgent: urgentFor(row.language) },
  }
  await queueMails(centre, trx, [
    { template: 'images-request-refused', language: row.language, to: row.email, contents },
  ])
}

/** By the reader's language; null: it is not urgent, and nothing is said of it. */
async function urgencyOf(trx: Transaction<Database>, { id }: Request) {
  const { urgency, needed_by: neededBy } = await trx
    .selectFrom('image_request')
    .where('id', '=', id)
    .select(['urgency', 'needed_by'])
    .executeTakeFirstOrThrow()
  return (language: Language) =>
    urgency === 'routine'
      ? null
      : {
          urgency: MAIL_LANGUAGES[language].urgencies[urgency],
          neededBy: momentInMail(neededBy, language),
        }
}

function linkOf({ config }: Pick<Centre, 'config'>, { id }: Request): string {
  return `${config.portal.publicUrl}/requests/${id}`
}
