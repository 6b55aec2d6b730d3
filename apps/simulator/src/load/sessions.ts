/** People who are signed in: each holds an event stream and lists the mailbox now and then, as the portal's page does. */
import { setTimeout as delay } from 'node:timers/promises'
import { Browser } from '../../../centre/src/testing/browser.ts'
import { steadily } from '../../../centre/src/testing/crash/steadily.ts'
import type { Prepared } from '../country/prepare.ts'
import { type Calls, CountedClient } from './calls.ts'
import { EventStream } from './event-stream.ts'

const AT_ONCE = 6
/** The portal lists when an event tells of something, and rarely otherwise. */
const LIST_EVERY_MS = 30_000

export class Sessions {
  readonly streams: EventStream[] = []
  readonly #cookies: string[] = []
  readonly #portal: string
  readonly #client: CountedClient
  readonly #ca: string
  readonly #calls: Calls

  constructor(portal: string, ca: string, calls: Calls) {
    this.#portal = portal
    this.#ca = ca
    this.#calls = calls
    this.#client = new CountedClient(portal, { ca }, calls)
  }

  /** @throws when somebody is not let in */
  async signIn(count: number, files: Prepared, onStep: (step: string) => void): Promise<void> {
    const signInOne = async (number: number) => {
      const clerk = files.clerks[number % files.clerks.length]
      if (clerk === undefined) throw new Error('there is no clerk')
      const browser = new Browser(this.#ca, { cert: clerk.certificatePem, key: clerk.privateKeyPem })
      const mailbox = `${this.#portal}/mailbox`
      await browser.follow(`${this.#portal}/sign-in/certificate`, (url) => url === mailbox)
      const cookies = [...(browser.cookies.get('localhost') ?? [])].map((pair) => pair.join('=')).join('; ')
      browser.close()
      const stream = new EventStream(
        `${this.#portal}/api/events`,
        { ca: this.#ca, headers: { cookie: cookies } },
        this.#calls,
      )
      await stream.open()
      this.#cookies.push(cookies)
      this.streams.push(stream)
    }
    for (let number = 0; number < count; number += AT_ONCE) {
      onStep(`sessions, ${number} of ${count}`)
      const some = Array.from({ length: Math.min(AT_ONCE, count - number) }, (_, at) => number + at)
      await Promise.all(some.map(signInOne))
    }
  }

  /** Until it is over, each at its own moment. */
  async listMailboxes(over: AbortSignal): Promise<void> {
    await Promise.all(
      this.#cookies.map(async (cookie, number) => {
        const untilFirst = (LIST_EVERY_MS * number) / this.#cookies.length
        for (let pause = untilFirst; await passed(pause, over); pause = LIST_EVERY_MS) {
          const headers = { cookie }
          // As the portal does.
          await steadily(() => this.#client.get('/api/messages?box=inbox&pageSize=25&facets=false', headers))
          await steadily(() => this.#client.get('/api/messages/facets?box=inbox', headers))
        }
      }),
    )
  }

  close(): void {
    for (const stream of this.streams) stream.close()
    this.#client.close()
  }
}

/** @returns false: it was over before */
export async function passed(ms: number, over: AbortSignal): Promise<boolean> {
  return await delay(ms, true, { signal: over }).catch(() => false)
}
