/** The clock of one program of a test, set while it runs (libfaketime). What measures time that passes stays right. */
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const KIND = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
const LIBRARY = `/usr/lib/${KIND}-linux-gnu/faketime/libfaketime.so.1`
/** So seldom the program looks whether its clock was set. */
const LOOKS_EVERY_SECONDS = 1

export class SetClock {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  /** Right so far. Throws where libfaketime is missing: the clock would silently stay right. @param name of its file in the folder */
  static async in(folder: string, name: string): Promise<SetClock> {
    await access(LIBRARY).catch((cause) => {
      throw new Error(`${LIBRARY} is missing: install libfaketime`, { cause })
    })
    const clock = new SetClock(join(folder, `clock-${name}`))
    await clock.#write(0)
    return clock
  }

  /** Of the program, and of those that it starts. */
  get environment(): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: this.#path,
      FAKETIME_CACHE_DURATION: String(LOOKS_EVERY_SECONDS),
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // Files keep their true times, as on a machine whose clock was set since.
      NO_FAKE_STAT: '1',
    }
  }

  /** So many days ahead of the true time; below zero: behind. The program has it when this resolves. */
  async set(days: number): Promise<void> {
    await this.#write(days)
    await delay(LOOKS_EVERY_SECONDS * 1000 + 500)
  }

  async #write(days: number): Promise<void> {
    await writeFile(this.#path, `${days < 0 ? '-' : '+'}${Math.abs(days)}d\n`)
  }
}
