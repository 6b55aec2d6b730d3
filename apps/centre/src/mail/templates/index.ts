/** All mails that the centre writes, and what each is filled with. Never patient data. */
import type { InBothLanguages } from '../message.ts'
import { invitationCs } from './invitation.cs.ts'
import { invitationEn } from './invitation.en.ts'
import { messageArrivedCs } from './message-arrived.cs.ts'
import { messageArrivedEn } from './message-arrived.en.ts'
import { registrationApprovedCs } from './registration-approved.cs.ts'
import { registrationApprovedEn } from './registration-approved.en.ts'
import { registrationConfirmCs } from './registration-confirm.cs.ts'
import { registrationConfirmEn } from './registration-confirm.en.ts'
import { registrationQuestionCs } from './registration-question.cs.ts'
import { registrationQuestionEn } from './registration-question.en.ts'
import { registrationReceivedCs } from './registration-received.cs.ts'
import { registrationReceivedEn } from './registration-received.en.ts'
import { registrationRefusedCs } from './registration-refused.cs.ts'
import { registrationRefusedEn } from './registration-refused.en.ts'
import { registrationWaitsCs } from './registration-waits.cs.ts'
import { registrationWaitsEn } from './registration-waits.en.ts'

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
}

export type MailTemplate = keyof MailContents

export const TEMPLATES: { readonly [Name in MailTemplate]: InBothLanguages<MailContents[Name]> } = {
  'registration-confirm': { cs: registrationConfirmCs, en: registrationConfirmEn },
  'registration-received': { cs: registrationReceivedCs, en: registrationReceivedEn },
  'registration-question': { cs: registrationQuestionCs, en: registrationQuestionEn },
  'registration-refused': { cs: registrationRefusedCs, en: registrationRefusedEn },
  'registration-approved': { cs: registrationApprovedCs, en: registrationApprovedEn },
  'registration-waits': { cs: registrationWaitsCs, en: registrationWaitsEn },
  invitation: { cs: invitationCs, en: invitationEn },
  'message-arrived': { cs: messageArrivedCs, en: messageArrivedEn },
}
