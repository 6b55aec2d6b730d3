/** What institutions' programs can be called about. No call holds patient data, or words that a person wrote. */
export const HAPPENINGS = [
  'message.arrived',
  'message.urgent',
  'message.receipt',
  'message.failed',
  'mailbox.filling',
  'certificate.ending',
  'message.expiring',
  'node.silent',
  'request.received',
] as const
export type HappeningName = (typeof HAPPENINGS)[number]

/** Asked for by a person, to see whether calls are taken. */
export const TRIAL = 'webhook.test'

/** What somebody is to be called about. */
export interface Happening {
  readonly institutionId: string
  /** Of the call; who has asked for any of `askedAs` is called. */
  readonly type: HappeningName | 'node.back' | 'request.overdue'
  readonly askedAs: readonly HappeningName[]
  readonly at: Date
  readonly data: object
}
