/** An entry of a list takes the button that removes it, and the focus on it, along: the focus stays near. */
import { type RefObject, useLayoutEffect, useRef } from 'react'

interface FocusAfterRemoval {
  /** Of the list; each of its children has a button that says `data-removes`. */
  readonly list: RefObject<HTMLUListElement | null>
  /** To be called as the entry at this place is removed. */
  readonly removing: (place: number) => void
}

/**
 * The button of the entry that has moved up to its place is focused, or the last one's.
 *
 * @param otherwise id of what is focused when the list is empty
 */
export function useFocusAfterRemoval(otherwise: string): FocusAfterRemoval {
  const list = useRef<HTMLUListElement>(null)
  const removedAt = useRef<number>(undefined)
  useLayoutEffect(() => {
    const place = removedAt.current
    if (place === undefined) return
    removedAt.current = undefined
    const entries = list.current?.children ?? []
    const near = entries[Math.min(place, entries.length - 1)]
    const next = near?.querySelector<HTMLElement>('[data-removes]') ?? document.getElementById(otherwise)
    next?.focus()
  })
  return {
    list,
    removing: (place) => {
      removedAt.current = place
    },
  }
}
