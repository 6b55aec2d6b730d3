/** What an extract for a data subject says. */
import type { StudyFacts } from '../messages/index.ts'

export interface SubjectWish {
  /** Birth number, health sector identifier, or the Patient ID of an institution. */
  readonly id: string
  /** Whole words of the name, in any order; may be missing beside a birth number of ten digits. */
  readonly name?: string | undefined
}

export interface Extract {
  readonly madeAt: string
  /** null: of the whole network; otherwise what this institution sent, received, asked or was asked for. */
  readonly institution: Party | null
  readonly subject: SubjectWish
  readonly messages: readonly SubjectMessage[]
  readonly requests: readonly SubjectRequest[]
}

export interface Party {
  readonly id: string
  readonly name: string
}

export interface SubjectMessage {
  readonly id: string
  readonly sentAt: string
  readonly sender: Party
  readonly status: string
  /** null: the message also concerns other patients, whose data may stand there. */
  readonly subject: string | null
  readonly note: string | null
  readonly recipients: readonly (Party & { readonly status: string; readonly at: string })[]
  readonly studies: readonly SubjectStudy[]
  /** What happened, and at which institution; null: it concerns the whole message. */
  readonly events: readonly {
    readonly at: string
    readonly what: string
    readonly institution: Party | null
  }[]
  /** Looks at the message and downloads: the first, the last and how many, by day (UTC), action and institution. */
  readonly accesses: readonly {
    readonly at: string
    readonly until: string
    readonly count: number
    readonly action: string
    readonly institution: Party | null
  }[]
}

export interface SubjectStudy extends StudyFacts {
  readonly instances: number
}

export interface SubjectRequest {
  readonly id: string
  readonly at: string
  readonly asking: Party
  readonly asked: Party
  readonly patient: { readonly id: string | null; readonly name: string; readonly birthDate: string | null }
  readonly wanted: string
  readonly modalities: readonly string[]
  /** Of the studies that are asked for. */
  readonly period: { readonly from: string | null; readonly to: string | null }
  readonly reason: string
  readonly status: string
  /** Why it was refused. */
  readonly refusal: string | null
}
