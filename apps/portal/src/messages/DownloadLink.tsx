/** A link to a message's package that first asks whether it can be had, and says why when it cannot. */
import { useQueryClient } from '@tanstack/react-query'
import { type MouseEvent, type ReactNode, useRef } from 'react'
import { askForPackage, type PackageWish, packageUrl } from '../api/messages.ts'
import { asProblem, type Problem } from '../api/problem.ts'

interface DownloadLinkProps extends PackageWish {
  readonly messageId: string
  readonly className?: string | undefined
  readonly label?: string
  readonly title?: string
  readonly onProblem: (problem: Problem | undefined) => void
  readonly children: ReactNode
}

export function DownloadLink(props: DownloadLinkProps) {
  const { messageId, studies, isForMedia, className, label, title, onProblem, children } = props
  const queries = useQueryClient()
  const link = useRef<HTMLAnchorElement>(null)
  const isAllowed = useRef(false)

  async function askFirst(event: MouseEvent) {
    if (isAllowed.current) {
      isAllowed.current = false
      return
    }
    event.preventDefault()
    onProblem(undefined)
    try {
      await askForPackage(messageId, { studies, isForMedia })
      isAllowed.current = true
      link.current?.click()
    } catch (error) {
      onProblem(asProblem(error))
      void queries.invalidateQueries({ queryKey: ['messages'] })
      void queries.invalidateQueries({ queryKey: ['message', messageId] })
    }
  }

  return (
    <a
      ref={link}
      href={packageUrl(messageId, { studies, isForMedia })}
      download
      className={className}
      aria-label={label}
      title={title}
      onClick={(event) => void askFirst(event)}
    >
      {children}
    </a>
  )
}
