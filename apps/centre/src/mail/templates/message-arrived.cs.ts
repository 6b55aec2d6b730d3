import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const messageArrivedCs: Template<MailContents['message-arrived']> = (about) => ({
  subject: `${about.urgent ? 'Spěchá: ' : ''}Došly snímky od: ${about.sender}`,
  blocks: [
    text('Dobrý den,'),
    text(
      about.urgent
        ? `zařízení „${about.sender}“ poslalo do obrazové schránky „${about.institution}“ snímky, které spěchají.`
        : `zařízení „${about.sender}“ poslalo do obrazové schránky „${about.institution}“ snímky.`,
    ),
    link('Otevřít zprávu', about.link),
    text(
      'Čeho se zpráva týká, ukáže jen portál po přihlášení. O kterých zprávách vám máme psát, nastavíte v portálu v části Moje nastavení.',
    ),
  ],
})
