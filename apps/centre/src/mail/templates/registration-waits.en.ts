import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationWaitsEn: Template<MailContents['registration-waits']> = (about) => ({
  subject: about.what === 'new' ? 'New request to join' : 'The applicant answered',
  blocks: [
    text(`The request to let “${about.institution}” join is waiting for you.`),
    link('Open the request', about.link),
  ],
})
