/**
 * The centre's server-sent events. A tab that nobody looks at lets go of its connection after a minute: browsers
 * give one site six of them over HTTP/1.1, and forgotten tabs would use them all up.
 */
import { type CentreEvent, readEvent } from './centre-event.ts'

const releaseAfterMs = 60_000
/** A refused stream (a centre that starts, a proxy's error page) is not tried again by the browser itself. */
const reopenAfterMs = 5000

export interface EventStream {
  isOpen(): boolean
  close(): void
}

export interface EventListener {
  onEvent(event: CentreEvent): void
  /** The stream was interrupted: anything may have changed meanwhile. */
  onGap(): void
}

export function listen(url: string, listener: EventListener): EventStream {
  let source: EventSource | undefined
  let release: ReturnType<typeof setTimeout> | undefined
  let reopen: ReturnType<typeof setTimeout> | undefined
  let gap = false

  function onData({ data }: MessageEvent) {
    const event = readEvent(data)
    if (event) listener.onEvent(event)
  }

  function open() {
    source = new EventSource(url)
    source.onopen = () => {
      if (gap) listener.onGap()
      gap = false
    }
    source.onerror = () => {
      gap = true
      if (source?.readyState !== EventSource.CLOSED) return
      close()
      reopen = setTimeout(open, reopenAfterMs)
    }
    source.addEventListener('message', onData)
    source.addEventListener('mailbox', onData)
    source.addEventListener('progress', onData)
  }

  function close() {
    clearTimeout(reopen)
    source?.close()
    source = undefined
  }

  function onVisibility() {
    clearTimeout(release)
    if (document.visibilityState === 'hidden') {
      release = setTimeout(() => {
        gap = true
        close()
      }, releaseAfterMs)
    } else if (source === undefined) {
      clearTimeout(reopen)
      open()
    }
  }

  open()
  document.addEventListener('visibilitychange', onVisibility)
  return {
    isOpen: () => source?.readyState === EventSource.OPEN,
    close: () => {
      clearTimeout(release)
      document.removeEventListener('visibilitychange', onVisibility)
      close()
    },
  }
}
