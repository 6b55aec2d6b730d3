/** The processes of the bench besides the network: what floods, and the bare server that it floods for comparison. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Attack, Tally } from './attack.ts'
import type { BareOptions } from './bare-main.ts'

const ATTACKER = fileURLToPath(new URL('./attacker-main.ts', import.meta.url))
const BARE = fileURLToPath(new URL('./bare-main.ts', import.meta.url))

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  /** What it said last. */
  readonly last: () => string
}

/** Resolves with its first line. */
async function started(program: string, options: Attack | BareOptions): Promise<Started> {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const first = Promise.withResolvers<void>()
  let last = ''
  createInterface({ input: child.stdout }).on('line', (said) => {
    last = said
    first.resolve()
  })
  const early = ended.then(() => Promise.reject(new Error(`${program} ended before it had begun`)))
  await Promise.race([first.promise, early])
  early.catch(() => undefined)
  return { child, ended, last: () => last }
}

export interface Flood {
  end(): Promise<Tally>
}

/** Resolves when it is under way. @param nice its priority, 0 to 19 */
export async function startFlood(options: Attack, nice: number): Promise<Flood> {
  const { child, ended, last } = await started(ATTACKER, options)
  if (child.pid !== undefined) setPriority(child.pid, nice)
  return {
    async end() {
      child.kill('SIGTERM')
      await ended
      return JSON.parse(last())
    },
  }
}

export interface BareServer {
  readonly origin: string
  end(): Promise<void>
}

export async function startBare(options: BareOptions): Promise<BareServer> {
  const { child, ended, last } = await started(BARE, options)
  return {
    origin: `https://localhost:${last()}`,
    async end() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
