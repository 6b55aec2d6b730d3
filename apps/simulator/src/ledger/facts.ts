/** What is written down while the day goes: what was sent, what came, what was said. Times are of one clock, in ms. */
import type { DeliveryStatus } from '@epacs/exchange'

/** SHA-256 of data sets, in hexadecimal, by SOP Instance UID. */
export type Images = ReadonlyMap<string, string>

export interface Sent {
  readonly number: number
  readonly studyUid: string
  readonly from: number
  readonly to: readonly number[]
  readonly by: 'pacs' | 'api'
  readonly modality: string
  readonly isUrgent: boolean
  readonly images: Images
  readonly bytes: number
  readonly begunMs: number
  /** Everything of it was answered with success; undefined: it was not. */
  readonly acceptedMs: number | undefined
}

/** Images in somebody's hands: downloaded, or taken by the PACS. */
export interface Arrival {
  readonly at: number
  readonly uid: string
  readonly sha256: string
  readonly ms: number
  readonly by: 'download' | 'pacs'
}

/** What a sender was told of its message. */
export interface Told {
  readonly message: string
  readonly studyUid: string
  readonly recipient: number
  readonly status: DeliveryStatus
  readonly ms: number
}

/** Something that an institution did with a message, noted before it was asked for. */
export interface Done {
  readonly message: string
  readonly by: number
  readonly what: 'download' | 'delete'
  readonly ms: number
}

/** When a message stood in a mailbox, and at the PACS behind it; by the centre's clock, which is this machine's. */
export interface Reached {
  readonly message: string
  readonly studyUid: string
  readonly recipient: number
  readonly deliveredMs: number | undefined
  /** Undefined: there is no PACS, or it has not got it. */
  readonly storedMs: number | undefined
}

/** What lies in a mailbox when the day is over, its record alone included. */
export interface InMailbox {
  readonly at: number
  readonly message: string
  readonly from: number
  readonly studyUids: readonly string[]
  readonly instances: number
}

export interface Asked {
  readonly number: number
  readonly asking: number
  readonly asked: number
  readonly wanted: 'answered' | 'refused'
  /** Of the sending that answers it. */
  readonly studyUid: string | undefined
}

/** How a request stands when the day is over. */
export interface RequestAtEnd {
  readonly number: number
  readonly status: string
  readonly studyUids: readonly string[]
  readonly refusal: string | null
}

export interface Facts {
  /** Numbers of institutions whose node downloads for them. */
  readonly withNode: ReadonlySet<number>
  readonly sent: readonly Sent[]
  readonly arrivals: readonly Arrival[]
  readonly told: readonly Told[]
  readonly done: readonly Done[]
  readonly reached: readonly Reached[]
  readonly mailboxes: readonly InMailbox[]
  readonly asked: readonly Asked[]
  readonly requests: readonly RequestAtEnd[]
}
