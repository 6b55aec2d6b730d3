/** What the API gives and takes of those who run the centre. */
import type { RegistrationForm, RegistrationStatus, WayIn } from './registrations.ts'
import type { InstitutionKind, Page, Party } from './types.ts'

export type { RegistrationForm, RegistrationStatus, WayIn }

export type Decision = 'take' | 'approve' | 'ask' | 'refuse'

export interface RegistrationSummary {
  readonly id: string
  readonly status: RegistrationStatus
  readonly origin: 'applicant' | 'operator'
  readonly institution: {
    readonly name: string
    readonly kind: InstitutionKind
    readonly ico: string | null
    readonly city: string
  }
  readonly wayIn: WayIn
  readonly createdAt: string
  readonly confirmedAt: string | null
  readonly decidedAt: string | null
}

export interface RegistrationsPage extends Page<RegistrationSummary> {
  readonly counts: readonly { readonly status: RegistrationStatus; readonly registrations: number }[]
}

export interface Check {
  readonly check: string
  readonly result: 'good' | 'doubtful' | 'unknown'
  readonly found: readonly string[]
}

export interface RegistrationEntry {
  readonly at: string
  readonly author: 'applicant' | 'operator' | 'centre'
  readonly name: string | null
  readonly status: RegistrationStatus | null
  /** `form-changed`: the form was corrected. */
  readonly words: string
}

export interface Registration extends RegistrationSummary {
  readonly form: RegistrationForm
  readonly conditions: { readonly version: number; readonly agreedAt: string }
  readonly identity: { readonly method: 'certificate' | 'jtp'; readonly name: string | null } | null
  readonly institutionId: string | null
  readonly entries: readonly RegistrationEntry[]
  readonly quotaBytes: number | null
  readonly checks: readonly Check[] | null
}

export interface ReplyTemplate {
  readonly code: string
  readonly decision: 'approve' | 'ask' | 'refuse'
  readonly words: Readonly<Record<'cs' | 'en', string>>
}

interface Seat {
  readonly name: string
  readonly kind: InstitutionKind | null
  readonly street: string | null
  readonly city: string | null
  readonly postalCode: string | null
}

export interface Provider extends Seat {
  readonly ico: string
  readonly places: readonly Seat[]
  readonly registerDate: string
}

export interface Renewal {
  readonly id: string
  readonly person: Party
  readonly institutions: readonly Party[]
  readonly authority: Party
  readonly subject: string
  readonly issuer: string
  readonly fingerprintSha256: string
  readonly notBefore: string
  readonly notAfter: string
  readonly identifiers: readonly string[]
  readonly earlier: readonly {
    readonly issuer: string
    readonly identifiers: readonly string[]
    readonly notAfter: string | null
  }[]
  readonly status: 'waiting' | 'confirmed' | 'refused'
  readonly requestedAt: string
  readonly decidedAt: string | null
  readonly decidedBy: Party | null
}

export interface MailStatusReport {
  readonly way: 'smtp' | 'folder'
  readonly place: string
  readonly waiting: number
  readonly delayed: number
  readonly sentLately: number
  readonly failed: number
  readonly lastSentAt: string | null
  /** No mail leaves, for this reason. */
  readonly trouble: { readonly problem: string; readonly since: string; readonly waiting: number } | null
}

export interface Mail {
  readonly id: string
  readonly template: string
  readonly language: 'cs' | 'en'
  readonly to: string
  readonly status: 'waiting' | 'sent' | 'refused' | 'given-up'
  readonly attempts: number
  readonly problem: string | null
  readonly queuedAt: string
  readonly triedAt: string | null
  readonly endedAt: string | null
}
