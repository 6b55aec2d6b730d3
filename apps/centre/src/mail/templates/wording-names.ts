/** Which wordings there are, and what each may be filled with. No placeholder holds data of a patient. */
import type { Placeholder, Placeholders } from './wording.ts'

const line: Placeholder = { kind: 'line', isObligatory: false, mayBeEmpty: false }
const quote: Placeholder = { kind: 'quote', isObligatory: true, mayBeEmpty: false }
const link: Placeholder = { kind: 'link', isObligatory: true, mayBeEmpty: false }
const code: Placeholder = { kind: 'code', isObligatory: true, mayBeEmpty: true }

const aboutRequest = { institution: line, link }
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
  'data-expires',
  'package-damaged',
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
  'data-expires': { institution: line, messages: line, days: line, link },
  'package-damaged': { message: line, link },
}
