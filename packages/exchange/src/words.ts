/** The fixed words of the domain, as they stand in the API, the database and the configuration. */

export const INSTITUTION_KINDS = [
  'hospital',
  'outpatient',
  'specialised',
  'private-practice',
  'scientific',
] as const
export type InstitutionKind = (typeof INSTITUTION_KINDS)[number]

export const ELIGIBILITIES = ['czech-provider', 'eu-provider', 'accredited-body'] as const
export type Eligibility = (typeof ELIGIBILITIES)[number]

/** How an institution's messages reach it. */
export const CONNECTIONS = ['mailbox', 'node'] as const
export type Connection = (typeof CONNECTIONS)[number]

/** What a person may do within an institution. */
export const MEMBER_ROLES = ['specialist', 'representative'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

/** What a person may do for the centre itself. */
export const CENTRE_ROLES = ['operator', 'auditor'] as const
export type CentreRole = (typeof CENTRE_ROLES)[number]

export const SIGN_IN_METHODS = ['certificate', 'jtp'] as const
export type SignInMethod = (typeof SIGN_IN_METHODS)[number]

/** What became of one received file. */
export const FILE_OUTCOMES = ['accepted', 'warning', 'left-out', 'refused'] as const
export type FileOutcomeWord = (typeof FILE_OUTCOMES)[number]

/** Of the note that goes with a message, as the API takes it; in characters (code points). */
export const LONGEST_NOTE = 10_000

/** What the centre speaks with people. One more: what it lacks the type checker says (docs/languages.md). */
export const LANGUAGES = ['cs', 'en', 'sk'] as const
export type Language = (typeof LANGUAGES)[number]

/** What operators publish (conditions, announcements) they write in these. */
export const PUBLISHED_LANGUAGES = ['cs', 'en'] as const
export type PublishedLanguage = (typeof PUBLISHED_LANGUAGES)[number]

/** Who reads a language that nothing is published in reads Czech. */
export function publishedIn(language: Language): PublishedLanguage {
  return PUBLISHED_LANGUAGES.find((each) => each === language) ?? 'cs'
}

/** What became of a mail. */
export const MAIL_STATUSES = ['waiting', 'sent', 'refused', 'given-up'] as const
export type MailStatus = (typeof MAIL_STATUSES)[number]

/** What became of a request to join. */
export const REGISTRATION_STATUSES = [
  'unconfirmed',
  'received',
  'in-review',
  'more-wanted',
  'approved',
  'refused',
] as const
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number]

/** The way in that an institution wants. */
export const WAYS_IN = ['certificate', 'jtp', 'node'] as const
export type WayIn = (typeof WAYS_IN)[number]

/** Who speaks in the dialogue about a request. */
export const ENTRY_AUTHORS = ['applicant', 'operator', 'centre'] as const
export type EntryAuthor = (typeof ENTRY_AUTHORS)[number]

/** What an operator decides about a request; `take`: it is being looked at. */
export const DECISIONS = ['take', 'approve', 'ask', 'refuse'] as const
export type Decision = (typeof DECISIONS)[number]

/** How a request for images presses; as FHIR's request-priority has it. */
export const URGENCIES = ['routine', 'urgent', 'stat'] as const
export type Urgency = (typeof URGENCIES)[number]

export const PATIENT_ID_KINDS = ['birth-number', 'other'] as const
export type PatientIdKind = (typeof PATIENT_ID_KINDS)[number]

/** What became of a request for images. */
export const REQUEST_STATUSES = ['open', 'answered', 'refused', 'withdrawn'] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]
