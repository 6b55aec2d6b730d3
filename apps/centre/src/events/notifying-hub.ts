/** The event hub: straight to the listeners of this process, by NOTIFY to those of the others. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { LastingConnection } from '../database/index.ts'
import type { CentreEvent, EventHub } from './event-hub.ts'

const CHANNEL = 'epacs_event'
/** Events that wait for the database to take them; above this they are dropped, and learnt by asking. */
const MOST_WAITING = 10_000

type Listener = (event: CentreEvent) => void

interface Notice {
  /** The process that it comes from. */
  readonly from: string
  readonly to: readonly string[]
  readonly event: CentreEvent
}

export async function openEventHub(
  pool: pg.Pool,
  lasting: LastingConnection,
  log: Logger,
): Promise<EventHub> {
  const from = randomUUID()
  const listeners = new Map<string, Set<Listener>>()
  const waiting: string[] = []
  let isSending = false

  function tell(institutionIds: readonly string[], event: CentreEvent): void {
    for (const id of new Set(institutionIds)) for (const listener of listeners.get(id) ?? []) listener(event)
  }

  async function send(): Promise<void> {
    if (isSending) return
    isSending = true
    while (waiting.length > 0 && !pool.ending) {
      const notices = waiting.splice(0, 100)
      try {
        await pool.query('select pg_notify($1, notice) from unnest($2::text[]) as notice', [CHANNEL, notices])
      } catch (error) {
        log.warn({ err: error, events: notices.length }, 'events did not reach the other processes')
      }
    }
    isSending = false
  }

  await lasting.listen(CHANNEL, (payload) => {
    const notice = JSON.parse(payload) as Notice
    if (notice.from !== from) tell(notice.to, notice.event)
  })

  return {
    publish(institutionIds, event) {
      tell(institutionIds, event)
      if (waiting.length >= MOST_WAITING) return
      // At most 50 recipients: far below the 8,000 bytes that a notification may have.
      waiting.push(JSON.stringify({ from, to: institutionIds, event } satisfies Notice))
      void send()
    },
    subscribe(institutionId, listener) {
      const known = listeners.get(institutionId) ?? new Set()
      listeners.set(institutionId, known)
      known.add(listener)
      return () => {
        known.delete(listener)
        if (known.size === 0 && listeners.get(institutionId) === known) listeners.delete(institutionId)
      }
    },
  }
}
