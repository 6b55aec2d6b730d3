/** What each mail may be filled with. */
import type { MailContents, MailTemplate } from '../mail/templates/index.ts'

export const about = {
  institution: 'Nemocnice Písek',
  link: 'https://epacs.example/x#y',
  words: 'První\nDruhá',
}
export const MAIL_SAMPLES: { readonly [Name in MailTemplate]: MailContents[Name] } = {
  'registration-confirm': { ...about, hours: 72 },
  'registration-received': about,
  'registration-question': about,
  'registration-refused': about,
  'registration-approved': { ...about, days: 14, enrolmentCode: 'ABCD-EFGH' },
  'registration-waits': { ...about, what: 'new' },
  'message-arrived': { ...about, sender: 'Poliklinika Tábor', urgent: true },
  'data-expires': { ...about, messages: 3, days: 7 },
  'package-damaged': { ...about, message: '01940000-0000-7000-8000-000000000000' },
  invitation: { ...about, invitedBy: 'Jana Čápová', days: 14 },
}
