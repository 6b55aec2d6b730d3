import { link, quote, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationRefusedEn: Template<MailContents['registration-refused']> = (about) => ({
  subject: 'Your request to join was refused',
  blocks: [
    text('Hello,'),
    text(`we refused the request to let “${about.institution}” join. The reason:`),
    quote(about.words),
    link('See the request', about.link),
  ],
})
