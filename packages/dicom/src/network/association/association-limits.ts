/** How long this side waits, and how much it keeps. All with a default that suits a hospital's network. */

export interface AssociationLimits {
  /** ARTIM (PS3.8 §9.1.5): for an A-ASSOCIATE-RQ, and for the closing of a connection that is done. */
  readonly artimMs: number
  /** For the answer to an association request, the building of the connection included. */
  readonly associateMs: number
  /** For the answer to a request, for the next bytes of a message, for the peer to take what is sent. */
  readonly dimseMs: number
  /** For the next message. */
  readonly idleMs: number
  /** Longest P-DATA-TF PDU that is taken, told to the peer; 0: any. */
  readonly maxPduBytes: number
  /** Longest A-ASSOCIATE-RQ or -AC: 128 contexts with all transfer syntaxes there are have 200 kB. */
  readonly maxControlPduBytes: number
  /** Of a data set between socket and handler; beyond, the peer has to wait. */
  readonly maxQueuedBytes: number
  /** Within each `dimseMs` a message must bring that much, or its end: against peers of one byte a second. */
  readonly minBytesPerWait: number
}

export const DEFAULT_ASSOCIATION_LIMITS: AssociationLimits = {
  artimMs: 30_000,
  associateMs: 30_000,
  dimseMs: 60_000,
  idleMs: 600_000,
  maxPduBytes: 256 * 1024,
  maxControlPduBytes: 512 * 1024,
  maxQueuedBytes: 512 * 1024,
  minBytesPerWait: 16 * 1024,
}
