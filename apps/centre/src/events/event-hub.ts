/** What happens while people look at the portal, told to the sessions of the institutions it concerns. */

export type CentreEvent =
  | { readonly type: 'message'; readonly id: string; readonly status: string }
  /** Lists of the institution (`id`) have changed, no message has. */
  | { readonly type: 'mailbox'; readonly id: string }
  /** An upload that the institution's node may read while it comes. */
  | { readonly type: 'arriving'; readonly id: string }
  /** A request for images. */
  | { readonly type: 'request'; readonly id: string; readonly status: string }
  | {
      readonly type: 'progress'
      readonly id: string
      readonly bytesDone: number
      readonly bytesTotal: number
      readonly filesDone: number
    }

export interface EventHub {
  /** Reaches listeners of every centre process. Never fails: an event that is lost is learnt by asking. */
  publish(institutionIds: readonly string[], event: CentreEvent): void
  /** Returns what ends the subscription. */
  subscribe(institutionId: string, listener: (event: CentreEvent) => void): () => void
}
