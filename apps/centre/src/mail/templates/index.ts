/** All mails that the centre writes, and what each is filled with. Never patient data. */
import type { Language } from '@epacs/exchange'
import type { Values, Wording } from './wording.ts'
import { WORDINGS_CS } from './wording-cs.ts'
import { WORDINGS_EN } from './wording-en.ts'
import type { WordingName } from './wording-names.ts'

interface AboutRequest {
  /** Name of the institution. */
  readonly institution: string
  /** The private page of the request. */
  readonly link: string
}

export interface MailContents {
  readonly 'registration-confirm': AboutRequest & { readonly hours: number }
  readonly 'registration-received': AboutRequest
  readonly 'registration-question': AboutRequest & { readonly words: string }
  readonly 'registration-refused': AboutRequest & { readonly words: string }
  readonly 'registration-approved': {
    readonly institution: string
    readonly words: string
    /** Where the first sign-in begins: an invitation, or the portal for those whose identity is known. */
    readonly link: string
    /** 0: the link does not end. */
    readonly days: number
    /** Null: no node. */
    readonly enrolmentCode: string | null
  }
  /** To the operator. */
  readonly 'registration-waits': AboutRequest & { readonly what: 'new' | 'answer' }
  readonly invitation: {
    readonly institution: string
    readonly invitedBy: string
    readonly link: string
    readonly days: number
  }
  readonly 'message-arrived': {
    /** Names of the mailbox' institution and of the one that sends. */
    readonly institution: string
    readonly sender: string
    readonly link: string
    readonly urgent: boolean
  }
  readonly 'data-expires': {
    readonly institution: string
    /** How many. */
    readonly messages: number
    /** Until their data is deleted. */
    readonly days: number
    readonly link: string
  }
  /** To the operator. */
  readonly 'package-damaged': {
    /** Its id. */
    readonly message: string
    readonly link: string
  }
}

export type MailTemplate = keyof MailContents

/** What the centre says unless operators word it otherwise. */
export const ORIGINALS: Readonly<Record<Language, Readonly<Record<WordingName, Wording>>>> = {
  cs: WORDINGS_CS,
  en: WORDINGS_EN,
}

interface Filling {
  readonly wording: WordingName
  readonly values: Values
}

/** Which wording a mail takes, and what it is filled with. */
export const FILLINGS: {
  readonly [Name in MailTemplate]: (contents: MailContents[Name]) => Filling
} = {
  'registration-confirm': ({ institution, link, hours }) => ({
    wording: 'registration-confirm',
    values: { institution, link, hours: String(hours) },
  }),
  'registration-received': ({ institution, link }) => ({
    wording: 'registration-received',
    values: { institution, link },
  }),
  'registration-question': ({ institution, link, words }) => ({
    wording: 'registration-question',
    values: { institution, link, words },
  }),
  'registration-refused': ({ institution, link, words }) => ({
    wording: 'registration-refused',
    values: { institution, link, words },
  }),
  'registration-approved': ({ institution, link, words, days, enrolmentCode }) => ({
    wording: 'registration-approved',
    values: {
      institution,
      link,
      words,
      days: days > 0 ? String(days) : '',
      enrolmentCode: enrolmentCode ?? '',
    },
  }),
  'registration-waits': ({ institution, link, what }) => ({
    wording: what === 'new' ? 'registration-waits' : 'registration-answered',
    values: { institution, link },
  }),
  invitation: ({ institution, invitedBy, link, days }) => ({
    wording: 'invitation',
    values: { institution, invitedBy, link, days: String(days) },
  }),
  'message-arrived': ({ institution, sender, link, urgent }) => ({
    wording: urgent ? 'urgent-message-arrived' : 'message-arrived',
    values: { institution, sender, link },
  }),
  'data-expires': ({ institution, messages, days, link }) => ({
    wording: 'data-expires',
    values: { institution, messages: String(messages), days: String(days), link },
  }),
  'package-damaged': ({ message, link }) => ({ wording: 'package-damaged', values: { message, link } }),
}
