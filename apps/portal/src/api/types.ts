/** What the centre's API gives and takes, under the portal's names. */

export type InstitutionKind = 'hospital' | 'outpatient' | 'specialised' | 'private-practice' | 'scientific'
export const institutionKinds: readonly InstitutionKind[] = [
  'hospital',
  'outpatient',
  'specialised',
  'private-practice',
  'scientific',
]

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
}

export interface InstitutionSummary {
  readonly id: string
  readonly name: string
  readonly kind: InstitutionKind
  readonly city: string
  readonly connection: 'mailbox' | 'node'
}

export interface Contact {
  readonly name: string
  readonly function: string | null
  readonly email: string | null
  readonly phone: string | null
}

export interface Institution extends InstitutionSummary {
  readonly eligibility: 'czech-provider' | 'eu-provider' | 'accredited-body'
  readonly ico: string | null
  readonly icz: string | null
  readonly country: string
  readonly street: string | null
  readonly postalCode: string | null
  /** Degrees of WGS 84; null: not known. */
  readonly position: { readonly latitude: number; readonly longitude: number } | null
  readonly aeTitle: string
  readonly contacts: readonly Contact[]
}

export interface Authority {
  readonly id: string
  readonly name: string
  readonly website: string | null
  readonly subject: string
  readonly fingerprintSha256: string
  readonly notBefore: string
  readonly notAfter: string
  readonly certificates: readonly AuthorityCertificate[]
  readonly withdrawnAt: string | null
}

export interface AuthorityCertificate {
  /** Chains end at an anchor; issuing authorities stand below it. */
  readonly role: 'anchor' | 'issuing'
  readonly subject: string
  readonly fingerprintSha256: string
  readonly notBefore: string
  readonly notAfter: string
}

export interface Party {
  readonly id: string
  readonly name: string
}

export type MemberRole = 'specialist' | 'representative'

export interface Membership extends Party {
  readonly role: MemberRole
}

export interface Session {
  readonly person: Party
  readonly institution: Membership | null
  /** All that the person may act for. */
  readonly institutions: readonly Membership[]
  readonly roles: readonly ('operator' | 'auditor')[]
  readonly method: 'certificate' | 'jtp'
  readonly csrfToken: string | null
  readonly expiresAt: string | null
}

export type MessageStatus =
  | 'uploading'
  | 'checking'
  | 'accepted'
  | 'delivered'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'deleted'

export type DeliveryStatus = MessageStatus | 'opened' | 'downloaded' | 'forwarded' | 'stored' | 'committed'

export interface Delivery {
  readonly institution: Party
  readonly status: DeliveryStatus
  readonly at: string
}

export type FileOutcome = 'accepted' | 'warning' | 'left-out' | 'refused'

export interface FileResult {
  readonly path: string
  readonly outcome: FileOutcome
  readonly code: string | null
  readonly detail: string | null
}

/** Files of one study by outcome; of files whose study is not known nothing is counted. */
export interface StudyResult {
  readonly studyInstanceUid: string
  readonly accepted: number
  readonly warnings: number
  readonly leftOut: number
  readonly refused: number
}

export interface Series {
  readonly seriesInstanceUid: string
  readonly modality: string
  readonly description: string | null
  readonly instances: number
}

export interface Study {
  readonly studyInstanceUid: string
  readonly patient: {
    readonly id: string
    readonly name: string
    readonly birthDate: string | null
    readonly sex: string | null
  }
  readonly date: string | null
  readonly description: string | null
  readonly modalities: readonly string[]
  readonly series: readonly Series[]
}

export interface MessageEvent {
  readonly at: string
  readonly actor: string
  readonly what: string
  /** Whose delivery it concerns; null: the whole message. */
  readonly institution: Party | null
}

export interface MessageSummary {
  readonly id: string
  readonly sender: Party
  readonly recipients: readonly Party[]
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
  readonly allOrNothing: boolean
  readonly inReplyTo: string | null
  readonly createdAt: string
  readonly status: MessageStatus
  /** Why the whole was rejected, when it was not for its files. */
  readonly problem: string | null
  /** In the mailbox of who reads: not opened yet, or marked as unread. */
  readonly unread: boolean
  readonly sizeBytes: number
  readonly instances: number
  /** Of those that the sender declared; null: it declared none, or they are not compared yet. */
  readonly missingInstances: number | null
  readonly studies: readonly Study[]
  readonly deliveries: readonly Delivery[]
}

export interface BoxPage extends Page<MessageSummary> {
  /** Not opened yet, or marked as unread; whatever the filter. */
  readonly unread: number
  readonly facets: {
    readonly institutions: readonly (Party & { readonly messages: number })[]
    readonly statuses: readonly { readonly status: DeliveryStatus; readonly messages: number }[]
  }
}

/** A message beside the one that is read. */
export interface RelatedMessage {
  readonly id: string
  readonly subject: string
  readonly sender: Party
  readonly createdAt: string
}

export interface Message extends MessageSummary {
  /** False: nothing can be sent to its sender. */
  readonly senderTakesMessages: boolean
  /** Null: it is no reply, or what it replies to is not to be read here. */
  readonly repliesTo: RelatedMessage | null
  /** Newest first; those alone that are to be read here. */
  readonly replies: readonly RelatedMessage[]
  /** The message whose later images these are; null: none, or it is not to be read here. */
  readonly supplementTo: RelatedMessage | null
  /** Oldest first; those alone that are to be read here. */
  readonly supplements: readonly RelatedMessage[]
  /** What the sender said that it would hold; null: nothing. */
  readonly declared: {
    readonly instances: number
    /** Null: the message is not checked yet. */
    readonly arrived: number | null
    readonly studies: readonly {
      readonly studyInstanceUid: string
      readonly instances: number
      readonly arrived: number | null
      readonly missing: readonly string[]
    }[]
  } | null
  /** The request for images that it answers; null: none, or who reads is no party of it. */
  readonly answers: { readonly id: string; readonly createdAt: string; readonly clinician: string } | null
  /** The message whose images these are; only its own parties can read it. */
  readonly forwardedFrom: {
    readonly id: string
    readonly sender: Party
    readonly createdAt: string
  } | null
  readonly files: readonly FileResult[]
  readonly studyResults: readonly StudyResult[]
  /** In hexadecimal; null: there is no package. */
  readonly packageSha256: string | null
  readonly events: readonly MessageEvent[]
  /** What recipients' communication nodes told. */
  readonly atPacs: readonly AtPacs[]
}

export interface MailboxState {
  readonly quotaBytes: number | null
  /** Of it, `reservedBytes` are kept for messages that have not arrived yet. */
  readonly usedBytes: number
  readonly reservedBytes: number
  readonly messages: number
  readonly unread: number
  /** Requests for images that were received and are open. */
  readonly openRequests: number
}

/** What takes space in the mailbox. */
export interface HeldMessage {
  readonly id: string
  readonly subject: string
  readonly sender: Party
  readonly createdAt: string
  readonly status: DeliveryStatus
  readonly heldBytes: number
}

export type Box = 'inbox' | 'sent'

/** What the PACS behind a recipient's node made of the images. */
export interface AtPacs {
  readonly institution: Party
  readonly stored: number
  readonly refused: readonly {
    readonly sopInstanceUid: string
    /** PS3.7 annex C; null: it was never asked, since it takes no such class or encoding. */
    readonly status: number | null
    readonly comment: string
  }[]
  /** Where it has several PACS, how much each has. */
  readonly atEach: readonly {
    readonly name: string
    readonly waiting: number
    readonly stored: number
    readonly refused: number
  }[]
  /** Of the stored ones. */
  readonly decompressed: number
  readonly waitsForDecision: boolean
}
