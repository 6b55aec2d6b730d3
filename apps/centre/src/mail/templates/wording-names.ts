/** Which wordings there are, and what each may be filled with. No placeholder holds data of a patient. */
import type { Placeholder, Placeholders } from './wording.ts'
import { NODE_PLACEHOLDERS, NODE_WORDING_NAMES } from './wording-nodes.ts'

const line: Placeholder = { kind: 'line', isObligatory: false, mayBeEmpty: false }
const quote: Placeholder = { kind: 'quote', isObligatory: true, mayBeEmpty: false }
const link: Placeholder = { kind: 'link', isObligatory: true, mayBeEmpty: false }
const code: Placeholder = { kind: 'code', isObligatory: true, mayBeEmpty: true }

const aboutRequest = { institution: line, link }
const aboutImages = { institution: line, asking: line, link }
const aboutUrgentImages = { ...aboutImages, urgency: line, neededBy: line }
const aboutMessage = { institution: line, sender: line, link }

export const WORDING_NAMES = [
  'registration-confirm',
  'registration-received',
  'registration-question',
  'registration-refused',
  'registration-approved',
  'registration-waits',
  'registration-answered',
  'invitation',
  'message-arrived',
  'urgent-message-arrived',
  'images-requested',
  'urgent-images-requested',
  'images-request-overdue',
  'urgent-images-request-overdue',
  'images-request-escalated',
  'urgent-images-request-escalated',
  'images-request-refused',
  'urgent-images-request-refused',
  'daily-arrivals',
  'message-failed',
  'message-received',
  'mailbox-filling',
  'certificate-ending',
  'webhook-paused',
  'data-expires',
  'package-damaged',
  ...NODE_WORDING_NAMES,
] as const
export type WordingName = (typeof WORDING_NAMES)[number]

export const PLACEHOLDERS: Readonly<Record<WordingName, Placeholders>> = {
  'registration-confirm': { ...aboutRequest, hours: line },
  'registration-received': aboutRequest,
  'registration-question': { ...aboutRequest, words: quote },
  'registration-refused': { ...aboutRequest, words: quote },
  'registration-approved': {
    ...aboutRequest,
    words: { ...quote, mayBeEmpty: true },
    days: { ...line, mayBeEmpty: true },
    enrolmentCode: code,
  },
  'registration-waits': aboutRequest,
  'registration-answered': aboutRequest,
  invitation: { institution: line, invitedBy: line, link, days: line },
  'message-arrived': aboutMessage,
  'urgent-message-arrived': aboutMessage,
  'images-requested': aboutImages,
  'urgent-images-requested': aboutUrgentImages,
  'images-request-overdue': aboutImages,
  'urgent-images-request-overdue': aboutUrgentImages,
  'images-request-escalated': aboutImages,
  'urgent-images-request-escalated': aboutUrgentImages,
  'images-request-refused': aboutImages,
  'urgent-images-request-refused': aboutUrgentImages,
  'daily-arrivals': { institution: line, senders: quote, link },
  'message-failed': { institution: line, link },
  'message-received': { institution: line, link },
  'mailbox-filling': { institution: line, percent: line, link },
  'certificate-ending': { days: line, link },
  'webhook-paused': { institution: line, host: line, link },
  'data-expires': { institution: line, messages: line, days: line, link },
  'package-damaged': { message: line, link },
  'node-silent': NODE_PLACEHOLDERS,
  'node-back': NODE_PLACEHOLDERS,
  'node-certificate-ends': NODE_PLACEHOLDERS,
}
