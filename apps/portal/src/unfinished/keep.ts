/** Keeps what a transfer needs to go on after its tab was closed, as long as it is under way. */
import type { Transfer } from '../sending/transfer.ts'
import { putUnfinished, removeUnfinished } from './store.ts'
import type { UnfinishedTransfer } from './unfinished-transfer.ts'

type KeptFacts = Omit<UnfinishedTransfer, 'id' | 'urls' | 'totalBytes'>

/** Held by the tab in which the transfer runs; the browser lets it go with the tab. */
export const lockOf = (id: string): string => `epacs-transfer-${id}`

export function keepWhileUnderWay(transfer: Transfer, facts: KeptFacts): void {
  let id: string | undefined
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
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      void navigator.locks.request(lockOf(id), () => held)
      then(() => putUnfinished(kept))
    }
    if (phase === 'done' || phase === 'cancelled') {
      stop()
      then(() => removeUnfinished(messageId))
      release?.()
    }
  }
  const stop = transfer.subscribe(look)
  look()
}
