import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const invitationCs: Template<MailContents['invitation']> = (about) => ({
  subject: `Pozvánka do ePACS: ${about.institution}`,
  blocks: [
    text('Dobrý den,'),
    text(`${about.invitedBy} vás zve do obrazové schránky zařízení „${about.institution}“ v síti ePACS.`),
    link('Přijmout pozvání', about.link),
    text(
      `Přihlásíte se osobním certifikátem nebo přes JTP; tím se vám přístup přiřadí. Odkaz je jen pro vás, lze jej použít jednou a platí ${about.days} dní.`,
    ),
  ],
})
