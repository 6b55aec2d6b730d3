/** Who is told of what happens: people by mail, as each wishes, and programs of institutions. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Feature } from '../features.ts'
import { LOOK_AT_CERTIFICATES, lookAtCertificates } from './ending-certificates.ts'
import { LOOK_AT_MAILBOXES, lookAtMailboxes } from './filling-mailboxes.ts'
import { callAboutEvents, type Event } from './message-happenings.ts'
import { queueMessageMails, TELL_SENDER, type ToTell, tellSender } from './message-mails.ts'

export { NOTICES, USUAL_NOTICES } from './wishes.ts'

/** Tells of what happened to messages when, and only when, the transaction commits. */
export async function tellOfEvents(trx: Kysely<Database>, events: readonly Event[]): Promise<void> {
  await callAboutEvents(trx, events)
  await queueMessageMails(trx, events)
}

export const notices: Feature = {
  name: 'notices',
  jobs: (centre) => ({
    [TELL_SENDER]: async (told: ToTell) => await tellSender(centre, told),
    [LOOK_AT_MAILBOXES]: async () => await lookAtMailboxes(centre),
    [LOOK_AT_CERTIFICATES]: async () => await lookAtCertificates(centre),
  }),
  schedules: [
    { job: LOOK_AT_MAILBOXES, pattern: '*/10 * * * *' },
    { job: LOOK_AT_CERTIFICATES, pattern: '0 5 * * *' },
  ],
}
