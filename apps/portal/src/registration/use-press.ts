/**
 * A field that is left by a press elsewhere must not move the page under it: words that come at the field between press
 * and release push what was pressed away, and the browser makes no click of it.
 */
import { useEffect, useRef } from 'react'

const ENDS = ['pointerup', 'pointercancel'] as const

/** What it returns runs `act` at once; while something is pressed, after the release and the click that comes of it. */
export function usePress(): (act: () => void) => void {
  const isPressed = useRef(false)
  useEffect(() => {
    const gone = new AbortController()
    const listen = (name: string, pressed: boolean) =>
      addEventListener(name, () => (isPressed.current = pressed), { capture: true, signal: gone.signal })
    listen('pointerdown', true)
    for (const end of ENDS) listen(end, false)
    return () => gone.abort()
  }, [])

  return (act) => {
    if (!isPressed.current) return act()
    const released = new AbortController()
    const then = () => {
      released.abort()
      setTimeout(act)
    }
    for (const end of ENDS) addEventListener(end, then, { signal: released.signal })
  }
}
