/** A message on its way to the centre, as it lies in the queue. */
export interface Outgoing {
  readonly id: string
  readonly called: string
  readonly recipientId: string
  readonly recipientName: string
  readonly calling: string
  /** `failed`: nothing more is tried; its images stay until they are removed by hand. */
  readonly state:
    | 'receiving'
    | 'packing'
    | 'uploading'
    | 'sent'
    | 'delivered'
    | 'failed'
    | 'cancelling'
    | 'cancelled'
  readonly createdMs: number
  readonly changedMs: number
  readonly uploadPath: string | null
  readonly packageBytes: number | null
  readonly messageId: string | null
  /** Of the delivery, as the centre last told it. */
  readonly farStatus: string | null
  readonly trouble: string | null
  readonly attempts: number
  readonly nextMs: number
  /** 1: nothing is done about it until it is released. */
  readonly held: 0 | 1
  /** Idempotency-Key of its message. */
  readonly requestKey: string
  /** Where its files lie when they came from a folder; null: in the spool. */
  readonly source: string | null
  /** What is to be said about the files of a folder. May name patients, as files do: it is for that folder alone. */
  readonly remarks: string | null
  readonly urgent: 0 | 1
  /** For people at the recipient. */
  readonly note: string
  /** Names of the rules that applied to it, a line each. */
  readonly rules: string
  /** The message at the centre that it supplements, with later images of its study; null: none, or not decided yet. */
  readonly supplementTo: string | null
  /** AE title of whom it is to go to when the centre has given up what it has of it; null: it goes where it goes. */
  readonly redirectTo: string | null
  /** Whom it was for before it was redirected, and when that was: a line each. */
  readonly redirected: string
  /** `NotedForesight` of the recipient's PACS as JSON; '': nothing was foreseen. */
  readonly foreseen: string
  /** In its package, or in what was delivered; null: they are counted in the spool. */
  readonly images: number | null
  /** 1: the recipient's node may have had images of it before its message. */
  readonly early: 0 | 1
}

export interface Destination {
  readonly called: string
  readonly calling: string
  readonly recipientId: string
  readonly recipientName: string
  /** The requests for images that it answers. */
  readonly answers?: readonly string[] | undefined
}

export type Unsettled = Pick<Outgoing, 'id' | 'farStatus' | 'createdMs'> & { readonly messageId: string }

/** Of `Outgoing`, by the names of its members. */
export const COLUMNS = `id, called, recipient_id as recipientId, recipient_name as recipientName, calling, state,
  created_ms as createdMs, changed_ms as changedMs, upload_path as uploadPath, package_bytes as packageBytes,
  message_id as messageId, far_status as farStatus, trouble, attempts, next_ms as nextMs, held,
  coalesce(request_key, id) as requestKey, source, remarks, images, urgent, note, rules,
  nullif(supplement_to, '') as supplementTo, redirect_to ->> 'called' as redirectTo, redirected, foreseen, early`
