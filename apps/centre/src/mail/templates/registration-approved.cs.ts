import { code, link, quote, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationApprovedCs: Template<MailContents['registration-approved']> = (about) => ({
  subject: 'Vítejte v síti ePACS',
  blocks: [
    text('Dobrý den,'),
    text(`zařízení „${about.institution}“ je zapojeno do sítě ePACS.`),
    ...(about.words === '' ? [] : [quote(about.words)]),
    text(
      'Prvním přihlášením, osobním certifikátem nebo přes JTP, se stanete zástupcem zařízení. Kolegy pak pozvete sami.',
    ),
    link('Přihlásit se poprvé', about.link),
    ...(about.days > 0
      ? [text(`Odkaz je jen pro vás, lze jej použít jednou a platí ${about.days} dní.`)]
      : []),
    ...(about.enrolmentCode === null
      ? []
      : [code('Kód, kterým se zapojí komunikační uzel (jednou)', about.enrolmentCode)]),
  ],
})
