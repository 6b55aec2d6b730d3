import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationConfirmEn: Template<MailContents['registration-confirm']> = (about) => ({
  subject: 'Confirm the request to join ePACS',
  blocks: [
    text('Hello,'),
    text(
      `we received a request to let “${about.institution}” join the ePACS network. Please confirm that this address is yours:`,
    ),
    link('Confirm and follow the request', about.link),
    text(
      `The link is for you alone and works for ${about.hours} hours. Nobody deals with the request until you confirm it. If you asked for nothing, delete this message.`,
    ),
  ],
})
