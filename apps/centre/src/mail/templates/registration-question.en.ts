import { link, quote, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationQuestionEn: Template<MailContents['registration-question']> = (about) => ({
  subject: 'Your request to join needs more information',
  blocks: [
    text('Hello,'),
    text(`we need to know more about the request to let “${about.institution}” join:`),
    quote(about.words),
    link('Answer', about.link),
  ],
})
