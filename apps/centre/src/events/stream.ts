/**
 * One open event stream (server-sent events, WHATWG HTML §9.2). It ends when its reader goes away, its session
 * ends, the centre stops, or the reader does not keep up: the browser then comes back by itself and asks anew.
 */
import type { ServerResponse } from 'node:http'
import type { CentreEvent } from './event-hub.ts'

const HEARTBEAT_MS = 20_000
const RETRY_MS = 2000
/** Of events that the reader has not taken yet. */
const MOST_UNREAD_BYTES = 256 * 1024

export interface StreamRules {
  /** Asked at each heartbeat. */
  readonly mayGoOn: () => Promise<boolean>
  readonly stopping: AbortSignal
  /** Once, after `openStream` has returned. */
  readonly onEnd: () => void
  readonly heartbeatMs?: number
}

/** The response's head must have been written. Returns what tells the reader an event. */
export function openStream(
  response: ServerResponse,
  { mayGoOn, stopping, onEnd, heartbeatMs = HEARTBEAT_MS }: StreamRules,
): (event: CentreEvent) => void {
  const write = (text: string) => {
    if (response.writableEnded) return
    response.write(text)
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy()
  }
  const end = () => response.end()
  const heartbeat = setInterval(() => {
    mayGoOn().then(
      (mayGo) => (mayGo ? write(':\n\n') : end()),
      // The database is away: the browser comes back until it is there again.
      () => end(),
    )
  }, heartbeatMs)
  stopping.addEventListener('abort', end)
  const close = () => {
    clearInterval(heartbeat)
    stopping.removeEventListener('abort', end)
    onEnd()
  }
  // A reader who left while the session was looked up: no event will tell it any more.
  if (response.closed) setImmediate(close)
  else response.once('close', close)
  write(`retry: ${RETRY_MS}\n\n`)
  if (stopping.aborted || response.destroyed) end()
  return (event) => write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
}
