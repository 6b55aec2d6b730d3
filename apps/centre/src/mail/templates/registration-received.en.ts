import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationReceivedEn: Template<MailContents['registration-received']> = (about) => ({
  subject: 'We received your request to join',
  blocks: [
    text('Hello,'),
    text(`the request to let “${about.institution}” join is waiting for review. You can follow it here:`),
    link('Follow the request', about.link),
    text('The link is for you alone: whoever has it can answer in your name.'),
  ],
})
