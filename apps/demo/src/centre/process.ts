/** The centre as a child process of the demo: started with its log in a file, watched, ended in order. */
import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { NODE_ARGUMENTS, NODE_ENVIRONMENT } from '@epacs/centre'
import { DemoFailure } from '../failure.ts'
import { launcher } from '../places.ts'

/** Leaves time for the rest of the demo within the ten seconds that the contract grants (ARCHITECTURE.md). */
const STOP_WITHIN_MS = 7_500

export interface CentreProcess {
  readonly pid: number
  /** Settles when the process has ended, however: 'asked' after `stop`. */
  readonly ended: Promise<'asked' | 'died'>
  /** What it last wrote, for the report of its death. */
  lastWords(): Promise<string>
  stop(): Promise<void>
}

export interface CentreCommand {
  readonly mainFile: string
  readonly configPath: string
  readonly logPath: string
}

function arguments_({ mainFile, configPath }: CentreCommand): string[] {
  const preload = new URL('./follow-parent.ts', import.meta.url).href
  return [...NODE_ARGUMENTS, '--import', preload, launcher, mainFile, configPath]
}

async function spawned(child: ChildProcess): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(new DemoFailure(`The centre does not start: ${error.message}.`)))
  })
  if (child.pid === undefined) throw new Error('a spawned process has no id')
  return child.pid
}

export async function startCentreProcess(command: CentreCommand): Promise<CentreProcess> {
  const log = await open(command.logPath, 'a', 0o600)
  const { size: before } = await log.stat()
  try {
    const child = spawn(process.execPath, arguments_(command), {
      // A group of its own: Ctrl-C reaches the demo alone, which then ends the centre in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      env: { ...NODE_ENVIRONMENT, ...process.env },
    })
    const pid = await spawned(child)
    child.channel?.unref()
    let isAsked = false
    const ended = new Promise<'asked' | 'died'>((resolve) => {
      child.once('exit', () => resolve(isAsked ? 'asked' : 'died'))
    })
    return {
      pid,
      ended,
      lastWords: () => lastLines(command.logPath, before),
      async stop() {
        isAsked = true
        child.kill('SIGTERM')
        const hard = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
        await ended
        clearTimeout(hard)
      },
    }
  } finally {
    await log.close()
  }
}

const MOST_LOG_BYTES = 8192

/** The end of what was written after the first `fromBytes` of the log. */
async function lastLines(logPath: string, fromBytes: number): Promise<string> {
  const log = await open(logPath, 'r')
  try {
    const { size } = await log.stat()
    const start = Math.max(fromBytes, size - MOST_LOG_BYTES)
    const { bytesRead, buffer } = await log.read({ buffer: Buffer.alloc(size - start), position: start })
    return buffer.subarray(0, bytesRead).toString('utf8').trimEnd().split('\n').slice(-10).join('\n')
  } finally {
    await log.close()
  }
}
