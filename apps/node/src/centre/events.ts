/** What the centre tells by itself (server-sent events, WHATWG HTML §9.2), for as long as the connection stands. */
import { setTimeout as delay } from 'node:timers/promises'
import type { CentreConnection } from './connection.ts'

const AGAIN_AFTER_MS = 5000
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
): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await connection.open({ path: '/api/events', signal })
      onStream()
      let text = ''
      for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
        const events = (text + chunk).split('\n\n')
        text = (events.pop() ?? '').slice(-LONGEST_EVENT)
        for (const event of events) tell(event, onMessage)
      }
    } catch {
      // Nothing depends on it: the poll goes on, and tells of a centre that is away.
    }
    await delay(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined)
  }
}

function tell(event: string, onMessage: (told: ToldMessage) => void): void {
  const data = event.split('\n').find((line) => line.startsWith('data: '))
  if (data === undefined) return
  const told = JSON.parse(data.slice('data: '.length)) as { type: string } & ToldMessage
  if (told.type === 'message') onMessage(told)
}
