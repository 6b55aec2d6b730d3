/** A text filter that lives in the URL but is typed in a field: the URL follows when the typing pauses. */
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

const pauseMs = 250

export function useTypedFilter(
  inUrl: string | undefined,
  apply: (value: string | undefined) => void,
): [string, (typed: string) => void] {
  const router = useRouter()
  const [here] = useState(() => router.latestLocation.pathname)
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
      // Who has just followed a link, to a page that is still loading, is not called back.
      if (router.latestLocation.pathname !== here) return
      applied.current = typed.trim()
      latest.current(typed.trim() === '' ? undefined : typed.trim())
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed, router, here])

  return [typed, setTyped]
}
