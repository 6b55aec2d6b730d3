/** How fast transfers may go: one direction's share of the line, for all of them together, by the hour. */
import { Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { BandwidthConfig } from '../config/schema.ts'

const BITS_IN_MBIT = 1_000_000
/** So small that bytes flow steadily at the slowest rate, too. */
const PIECE_BYTES = 16 * 1024
/** A limit that was lifted meanwhile is noticed within. */
const LONGEST_WAIT_MS = 1000
/** Getting a little ahead makes up for timers that are late. */
const AHEAD_MS = 100

export type Direction = 'upload' | 'download'

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Mbit/s that hold at that time on the clock of this machine; undefined: no limit. */
export function limitAt(
  entries: readonly BandwidthConfig[],
  direction: Direction,
  at: Date,
): number | undefined {
  const entry = entries.find((each) => isWithin(each, at))
  return direction === 'upload' ? entry?.uploadMbitPerSecond : entry?.downloadMbitPerSecond
}

function isWithin({ hours, days }: BandwidthConfig, at: Date): boolean {
  const [begin, end] = hours.split('-').map(minutesOf)
  if (begin === undefined || end === undefined) return false
  const now = at.getHours() * 60 + at.getMinutes()
  const isOn = (day: number) => days.some((each) => each === DAYS[day])
  const today = isOn(at.getDay())
  if (begin < end) return today && begin <= now && now < end
  // Past midnight: the hours began the day before.
  return (today && now >= begin) || (isOn((at.getDay() + 6) % 7) && now < end)
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

export class Pace {
  readonly #limit: () => number | undefined
  /** When the bytes that were let through so far would have gone at the limit's rate. */
  #freeMs = 0

  /** @param limit that holds now, in Mbit/s */
  constructor(limit: () => number | undefined) {
    this.#limit = limit
  }

  /** Bytes go through it as fast as all that go through this pace together may. */
  through(): Transform {
    const limit = this.#limit
    const take = async (bytes: number) => await this.#take(bytes, ending.signal)
    const ending = new AbortController()
    return new Transform({
      transform(chunk: Buffer, _, done) {
        if (limit() === undefined) return done(null, chunk)
        const pass = async () => {
          for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
            const piece = chunk.subarray(at, at + PIECE_BYTES)
            await take(piece.length)
            this.push(piece)
          }
        }
        pass().then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        )
      },
      destroy(error, done) {
        ending.abort(new Error('the transfer was cut'))
        done(error)
      },
    })
  }

  async #take(bytes: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const limit = this.#limit()
      const now = performance.now()
      if (limit === undefined) return
      const waitMs = this.#freeMs - AHEAD_MS - now
      if (waitMs <= 0) {
        this.#freeMs = Math.max(this.#freeMs, now) + (bytes * 8 * 1000) / (limit * BITS_IN_MBIT)
        return
      }
      await delay(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal })
    }
  }
}

/** One for each direction. @param entries those that hold now */
export function pacesOf(entries: () => readonly BandwidthConfig[]): Readonly<Record<Direction, Pace>> {
  const paceOf = (direction: Direction) => new Pace(() => limitAt(entries(), direction, new Date()))
  return { upload: paceOf('upload'), download: paceOf('download') }
}
