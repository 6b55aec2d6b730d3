/** What the centre tells over its event stream. */

export type CentreEvent =
  | { readonly type: 'message'; readonly id: string; readonly status: string }
  /** Lists of the institution have changed, no message has. */
  | { readonly type: 'mailbox'; readonly id: string }
  /** A request for images. */
  | { readonly type: 'request'; readonly id: string; readonly status: string }
  | {
      readonly type: 'progress'
      readonly id: string
      readonly bytesDone: number
      readonly bytesTotal: number
      readonly filesDone: number
    }

/** undefined: not one of the events that we know (a newer centre may tell more). */
export function readEvent(data: unknown): CentreEvent | undefined {
  if (typeof data !== 'string') return undefined
  let event: Readonly<Record<string, unknown>>
  try {
    const parsed: unknown = JSON.parse(data)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    event = { ...parsed }
  } catch {
    return undefined
  }
  const { type, id, status, bytesDone, bytesTotal, filesDone } = event
  if (typeof id !== 'string') return undefined
  if (type === 'mailbox') return { type, id }
  if ((type === 'message' || type === 'request') && typeof status === 'string') return { type, id, status }
  if (
    type === 'progress' &&
    typeof bytesDone === 'number' &&
    typeof bytesTotal === 'number' &&
    typeof filesDone === 'number'
  ) {
    return { type, id, bytesDone, bytesTotal, filesDone }
  }
  return undefined
}
