/** HAProxy in front of the processes, TLS passed through untouched (docs/production.md). */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../../centre/src/testing/free-port.ts'

export interface Behind {
  readonly portalPort: number
  readonly entrancePort: number
}

export class Balancer {
  readonly portalPort: number
  readonly entrancePort: number
  readonly #path: string
  #program: ChildProcess | undefined
  #complaint = ''
  #isOver = false

  private constructor(path: string, portalPort: number, entrancePort: number) {
    this.#path = path
    this.portalPort = portalPort
    this.entrancePort = entrancePort
  }

  static async prepare(folder: string): Promise<Balancer> {
    return new Balancer(join(folder, 'haproxy.cfg'), await freePort(), await freePort())
  }

  /** @throws when there is no HAProxy, or it does not start */
  async start(processes: readonly Behind[]): Promise<void> {
    await writeFile(this.#path, this.#configuration(processes))
    const program = spawn('haproxy', ['-db', '-f', this.#path], { stdio: ['ignore', 'ignore', 'pipe'] })
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-4000)
    })
    await once(program, 'spawn').catch((error: unknown) => {
      throw new Error('there is no haproxy: apt-get install haproxy', { cause: error })
    })
    this.#program = program
    program.once('close', () => {
      this.#isOver = true
    })
  }

  /** Until it lets through what is asked for. @throws when it ends before */
  async untilOpen(asked: () => Promise<boolean>): Promise<void> {
    while (!(await asked())) {
      if (this.#isOver) throw new Error(`HAProxy ended: ${this.#complaint}`)
      await delay(200)
    }
  }

  async stop(): Promise<void> {
    const program = this.#program
    if (program === undefined || program.exitCode !== null || program.signalCode !== null) return
    const ended = once(program, 'close')
    program.kill('SIGKILL')
    await ended
  }

  #configuration(processes: readonly Behind[]): string {
    const servers = (port: (behind: Behind) => number) =>
      processes
        .map((each, at) => `  server centre${at + 1} 127.0.0.1:${port(each)} check port ${each.portalPort}`)
        .join('\n')
    return `defaults
  mode tcp
  balance leastconn
  option redispatch
  retries 3
  timeout connect 5s
  timeout client 10m
  timeout server 10m
  # A machine that is busy for a moment is not away: taken out, its work would fall on the others.
  timeout check 10s
  option httpchk GET /readyz
  default-server check-ssl verify none inter 1s fall 2 rise 1
listen portal
  bind 127.0.0.1:${this.portalPort}
${servers(({ portalPort }) => portalPort)}
listen certificates
  bind 127.0.0.1:${this.entrancePort}
${servers(({ entrancePort }) => entrancePort)}
`
  }
}
