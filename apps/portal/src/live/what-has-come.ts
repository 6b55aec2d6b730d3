/** What has come to the mailbox between two looks, for whoever looks elsewhere. */
interface Counts {
  readonly unread: number
  /** Received and open. */
  readonly openRequests: number
  /** Of them, those that are urgent or stat. */
  readonly urgentRequests: number
}

/** Of requests one word: that an urgent one is among them is what matters. */
export function whatHasCome(
  before: Counts,
  now: Counts,
): readonly ('message' | 'request' | 'urgentRequest')[] {
  return [
    ...(now.unread > before.unread ? (['message'] as const) : []),
    ...(now.urgentRequests > before.urgentRequests
      ? (['urgentRequest'] as const)
      : now.openRequests > before.openRequests
        ? (['request'] as const)
        : []),
  ]
}
