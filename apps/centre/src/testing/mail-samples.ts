/** What each mail may be filled with. */
import type { MailContents, MailTemplate } from '../mail/templates/index.ts'

export const about = {
  institution: 'Nemocnice Písek',
  link: 'https://epacs.example/x#y',
  words: 'První\nDruhá',
}
const aboutNode = {
  institution: about.institution,
  link: about.link,
  node: '01940000-0000-7000-8000-000000000000',
  at: '27. listopadu 2026 v 12:30 SEČ',
}
const urgent = { urgency: 'Statim', neededBy: '2. března 2026 v 8:15 SEČ' }
const aboutImages = { ...about, asking: 'Poliklinika Tábor', urgent }
export const MAIL_SAMPLES: { readonly [Name in MailTemplate]: MailContents[Name] } = {
  'registration-confirm': { ...about, hours: 72 },
  'registration-received': about,
  'registration-question': about,
  'registration-refused': about,
  'registration-approved': { ...about, days: 14, enrolmentCode: 'ABCD-EFGH' },
  'registration-waits': { ...about, what: 'new' },
  'message-arrived': { ...about, sender: 'Poliklinika Tábor', urgent: true },
  'images-requested': aboutImages,
  'images-request-overdue': aboutImages,
  'images-request-escalated': aboutImages,
  'images-request-refused': aboutImages,
  'daily-arrivals': { ...about, senders: '2× Poliklinika Tábor' },
  'message-failed': about,
  'message-received': about,
  'mailbox-filling': { ...about, percent: 80 },
  'certificate-ending': { link: about.link, days: 7 },
  'webhook-paused': { ...about, host: 'pacs.example' },
  'data-expires': { ...about, messages: 3, days: 7 },
  'package-damaged': { ...about, message: '01940000-0000-7000-8000-000000000000' },
  'node-silent': aboutNode,
  'node-back': aboutNode,
  'node-certificate-ends': aboutNode,
  invitation: { ...about, invitedBy: 'Jana Čápová', days: 14 },
}
