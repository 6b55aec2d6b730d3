/**
 * Whether somebody reads further than the page's beginning: scrolls, moves, presses a key (to find a word on the page,
 * say), or sees more of it than the first part. Most who come for one thing never do, and get no more than they see.
 */
import { type RefObject, useEffect, useState } from 'react'

const SIGNS = ['scroll', 'pointermove', 'pointerdown', 'keydown'] as const

export function useReadingOn(beyond: RefObject<HTMLElement | null>): boolean {
  const [readingOn, setReadingOn] = useState(false)
  useEffect(() => {
    if (readingOn) return
    const begun = () => setReadingOn(true)
    for (const sign of SIGNS) window.addEventListener(sign, begun, { passive: true })
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) begun()
    })
    if (beyond.current !== null) seen.observe(beyond.current)
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, begun)
      seen.disconnect()
    }
  }, [readingOn, beyond])
  return readingOn
}
