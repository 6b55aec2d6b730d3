/** All mails that the centre writes, and what each is filled with. Never patient data. */
import type { Values } from './wording.ts'
import type { WordingName } from './wording-names.ts'
import type { AboutNode } from './wording-nodes.ts'

interface AboutRequest {
  /** Name of the institution. */
  readonly institution: string
  /** The private page of the request. */
  readonly link: string
}

/** Names of the institution that is asked for images and of the one that asks; the request's page. */
interface AboutImages {
  readonly institution: string
  readonly asking: string
  readonly link: string
  /** Null: it is not urgent. Absent in mails that a centre of before has queued. */
  readonly urgent?: {
    /** How much so, as the reader calls it. */
    readonly urgency: string
    /** When the images are needed, as the reader writes it. */
    readonly neededBy: string
  } | null
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
  readonly 'images-requested': AboutImages
  readonly 'images-request-overdue': AboutImages
  readonly 'images-request-escalated': AboutImages
  readonly 'images-request-refused': AboutImages
  /** To those who wish for one mail a day. */
  readonly 'daily-arrivals': {
    readonly institution: string
    /** One on each line: how many messages, and from which institution. */
    readonly senders: string
    readonly link: string
  }
  /** To who sent it; `institution`: the sending one. */
  readonly 'message-failed': { readonly institution: string; readonly link: string }
  /** To who sent it; `institution`: the one that opened or stored it. */
  readonly 'message-received': { readonly institution: string; readonly link: string }
  /** To representatives. */
  readonly 'mailbox-filling': {
    readonly institution: string
    readonly percent: number
    readonly link: string
  }
  /** To the holder. */
  readonly 'certificate-ending': { readonly days: number; readonly link: string }
  /** To representatives: the centre calls it no more. */
  readonly 'webhook-paused': {
    readonly institution: string
    /** Of its address. */
    readonly host: string
    readonly link: string
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
  readonly 'node-silent': AboutNode
  readonly 'node-back': AboutNode
  readonly 'node-certificate-ends': AboutNode
}

export type MailTemplate = keyof MailContents

interface Filling {
  readonly wording: WordingName
  readonly values: Values
}

type ImagesWording = 'images-requested' | `images-request-${'overdue' | 'escalated' | 'refused'}`

function aboutImages(wording: ImagesWording, { institution, asking, link, urgent }: AboutImages): Filling {
  const values = { institution, asking, link }
  return urgent == null
    ? { wording, values }
    : { wording: `urgent-${wording}`, values: { ...values, ...urgent } }
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
  'images-requested': (about) => aboutImages('images-requested', about),
  'images-request-overdue': (about) => aboutImages('images-request-overdue', about),
  'images-request-escalated': (about) => aboutImages('images-request-escalated', about),
  'images-request-refused': (about) => aboutImages('images-request-refused', about),
  'daily-arrivals': ({ institution, senders, link }) => ({
    wording: 'daily-arrivals',
    values: { institution, senders, link },
  }),
  'message-failed': ({ institution, link }) => ({ wording: 'message-failed', values: { institution, link } }),
  'message-received': ({ institution, link }) => ({
    wording: 'message-received',
    values: { institution, link },
  }),
  'mailbox-filling': ({ institution, percent, link }) => ({
    wording: 'mailbox-filling',
    values: { institution, percent: String(percent), link },
  }),
  'certificate-ending': ({ days, link }) => ({
    wording: 'certificate-ending',
    values: { days: String(days), link },
  }),
  'webhook-paused': ({ institution, host, link }) => ({
    wording: 'webhook-paused',
    values: { institution, host, link },
  }),
  'data-expires': ({ institution, messages, days, link }) => ({
    wording: 'data-expires',
    values: { institution, messages: String(messages), days: String(days), link },
  }),
  'package-damaged': ({ message, link }) => ({ wording: 'package-damaged', values: { message, link } }),
  'node-silent': (about) => ({ wording: 'node-silent', values: { ...about } }),
  'node-back': (about) => ({ wording: 'node-back', values: { ...about } }),
  'node-certificate-ends': (about) => ({ wording: 'node-certificate-ends', values: { ...about } }),
}
