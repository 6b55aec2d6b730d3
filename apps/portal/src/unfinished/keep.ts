/** Keeps what a transfer needs to go on after its tab was closed, as long as it is under way. */
import type { Transfer } from '../sending/transfer.ts'
import { putUnfinished, removeUnfinished } from './store.ts'
import type { ChosenMarks, UnfinishedTransfer } from './unfinished-transfer.ts'

export interface KeptFacts extends Omit<UnfinishedTransfer, 'id' | 'urls' | 'totalBytes' | 'chosen'> {
  /** Reads files, so called while the first bytes are on their way; what cannot be marked is not kept. */
  readonly mark: (signal: AbortSignal) => ChosenMarks | Promise<ChosenMarks>
}

/** Held by the tab in which the transfer runs; the browser lets it go with the tab. */
export const lockOf = (id: string): string => `epacs-transfer-${id}`

export function keepWhileUnderWay(transfer: Transfer, { mark, ...facts }: KeptFacts): void {
  let id: string | undefined
  const over = new AbortController()
  let release: (() => void) | undefined
  // One after the other: what is removed must not be put after that.
  let last: Promise<void> = Promise.resolve()
  // Where the browser keeps nothing, the transfer goes on all the same; it only cannot be resumed later.
  const then = (step: () => Promise<void>) => {
    last = last.then(step).catch(() => undefined)
  }
  const look = () => {
    const { phase, messageId, totalBytes } = transfer.getState()
    if (messageId === undefined) return
    if (id === undefined) {
      id = messageId
      const kept = { ...facts, id, urls: transfer.urls, totalBytes }
      const { signal } = over
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      void navigator.locks.request(lockOf(id), () => held)
      then(async () => {
        const chosen = await mark(signal)
        if (!signal.aborted) await putUnfinished({ ...kept, chosen })
      })
    }
    if (phase === 'done' || phase === 'cancelled') {
      stop()
      over.abort()
      then(() => removeUnfinished(messageId))
      release?.()
    }
  }
  const stop = transfer.subscribe(look)
  look()
}
