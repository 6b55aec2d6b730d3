import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const messageArrivedEn: Template<MailContents['message-arrived']> = (about) => ({
  subject: `${about.urgent ? 'Urgent: ' : ''}Images from ${about.sender} have arrived`,
  blocks: [
    text('Hello,'),
    text(
      about.urgent
        ? `“${about.sender}” has sent urgent images to the mailbox of “${about.institution}”.`
        : `“${about.sender}” has sent images to the mailbox of “${about.institution}”.`,
    ),
    link('Open the message', about.link),
    text(
      'What it is about is told by the portal alone, after signing in. Which messages you are written to about is set in the portal under My settings.',
    ),
  ],
})
