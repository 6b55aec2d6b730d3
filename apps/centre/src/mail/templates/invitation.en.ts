import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const invitationEn: Template<MailContents['invitation']> = (about) => ({
  subject: `Invitation to ePACS: ${about.institution}`,
  blocks: [
    text('Hello,'),
    text(
      `${about.invitedBy} invites you to the image mailbox of “${about.institution}” in the ePACS network.`,
    ),
    link('Accept the invitation', about.link),
    text(
      `You sign in with your personal certificate or through JTP, which gives you access. The link is for you alone, can be used once, and works for ${about.days} days.`,
    ),
  ],
})
