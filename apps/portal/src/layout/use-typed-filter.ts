/** A text filter that lives in the URL but is typed in a field: the URL follows when the typing pauses. */
import { useEffect, useRef, useState } from 'react'

const pauseMs = 250

export function useTypedFilter(
  inUrl: string | undefined,
  apply: (value: string | undefined) => void,
): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(inUrl ?? '')
  const applied = useRef(inUrl ?? '')
  const latest = useRef(apply)
  latest.current = apply

  // The URL was changed by somebody else (Back, a cleared filter): the field follows.
  useEffect(() => {
    if ((inUrl ?? '') === applied.current) return
    applied.current = inUrl ?? ''
    setTyped(inUrl ?? '')
  }, [inUrl])

  useEffect(() => {
    if (typed.trim() === applied.current) return
    const timer = setTimeout(() => {
      applied.current = typed.trim()
      latest.current(typed.trim() === '' ? undefined : typed.trim())
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed])

  return [typed, setTyped]
}
