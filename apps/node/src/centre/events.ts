/** What the centre tells by itself (server-sent events, WHATWG HTML §9.2), for as long as the connection stands. */
import { setTimeout as delay } from 'node:timers/promises'
import type { CentreConnection } from './connection.ts'

/** After a break: soon at first, then ever more seldom. */
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000
const LONGEST_EVENT = 64 * 1024

export interface ToldMessage {
  readonly id: string
  readonly status: string
}

/** Resolves when `signal` aborts; what is lost in between is learnt by asking. `onStream`: with each new connection. */
export async function followEvents(
  connection: CentreConnection,
  onMessage: (told: ToldMessage) => void,
  onStream: () => void,
  signal: AbortSignal,
  /** A request for images was made, or has changed. */
  onRequest: () => void = () => undefined,
  /** An upload for this institution has begun to come. */
  onArriving: () => void = () => undefined,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const response = await connection.open({ path: '/api/events', signal })
      pauseMs = FIRST_PAUSE_MS
      onStream()
      let text = ''
      for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
        const events = (text + chunk).split('\n\n')
        text = (events.pop() ?? '').slice(-LONGEST_EVENT)
        for (const event of events) tell(event, onMessage, onRequest, onArriving)
      }
    } catch {
      // Nothing depends on it: the poll goes on, and tells of a centre that is away.
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }
}

function tell(
  event: string,
  onMessage: (told: ToldMessage) => void,
  onRequest: () => void,
  onArriving: () => void,
): void {
  const data = event.split('\n').find((line) => line.startsWith('data: '))
  if (data === undefined) return
  const told = JSON.parse(data.slice('data: '.length)) as { type: string } & ToldMessage
  if (told.type === 'message') onMessage(told)
  else if (told.type === 'request') onRequest()
  else if (told.type === 'arriving') onArriving()
}
