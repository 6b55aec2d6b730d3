/** Runs a checking program and keeps what it says. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface Verdict {
  readonly isGood: boolean
  readonly output: string
}

export interface Check {
  readonly name: string
  readonly run: () => Promise<Verdict>
}

export const repository = resolve(import.meta.dirname, '../..')

/** Arguments for Node. Programs are named by their file: npm 10 and 11 differ in what they link into `.bin`. */
export function node(...args: readonly string[]): Check['run'] {
  return () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, {
        cwd: repository,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NO_COLOR: '1' },
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      }
      child.on('error', reject)
      child.on('close', (code) => resolve({ isGood: code === 0, output }))
    })
}

/** For checks of our own: one line for each fault. */
export function fromFaults(find: () => Promise<string[]>): Check['run'] {
  return async () => {
    const faults = await find()
    return { isGood: faults.length === 0, output: faults.join('\n') }
  }
}
