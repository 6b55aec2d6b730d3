/** What all mails have in common. */
import type { Config } from '../config/index.ts'
import type { OutgoingMail } from './transport.ts'

export function envelopeOf({ portal, mail }: Pick<Config, 'portal' | 'mail'>) {
  const { hostname } = new URL(portal.publicUrl)
  const from = mail.sender ?? `ePACS <epacs@${hostname}>`
  return ({ messageId, to, subject, text, html }: OutgoingMail) => ({
    from,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    to: { name: '', address: to },
    messageId: `<${messageId}@${hostname}>`,
    subject,
    text,
    html,
    // RFC 3834, 5: nobody's absence is to be answered to a program.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
