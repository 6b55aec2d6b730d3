/** Of transfers that others left in this browser, their sessions over or not, nothing stays; nor of those too old. */
import { useEffect } from 'react'
import { ownUnfinished } from './store.ts'

export function useOnlyOwnUnfinished(personId: string): void {
  useEffect(() => {
    // Where the browser keeps nothing, there is nothing to forget.
    ownUnfinished(personId).catch(() => undefined)
  }, [personId])
}
