/** A demo as a person starts it, and as it has to end: by itself on SIGTERM. */
import { type ChildProcess, spawn } from 'node:child_process'
import { repository } from './network.ts'

const READY_WITHIN_MS = 180_000
/** It ends as soon as it can: only one that hangs takes as long as this on a busy machine. */
const END_WITHIN_MS = 60_000

export interface RunningDemo {
  /** Throws when the demo does not end in time, or says that it ended badly. */
  stop(): Promise<void>
}

/** Resolves when the demo says that everything answers. */
export async function startDemo(folder: string, firstPort: number): Promise<RunningDemo> {
  // Through npm, as everybody starts it: a signal to npm has to reach the demo ("exec" in package.json sees to it).
  const demo = spawn(
    'npm',
    ['run', 'demo', '--', '--headless', '--data', folder, '--port', String(firstPort)],
    { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve))
  try {
    await untilReady(demo)
  } catch (error) {
    demo.kill('SIGTERM')
    await ended
    throw error
  }
  return {
    async stop() {
      const late = setTimeout(() => demo.kill('SIGKILL'), END_WITHIN_MS)
      demo.kill('SIGTERM')
      const code = await ended
      clearTimeout(late)
      if (code !== 0) throw new Error(`the demo ended with ${code}; its data is in ${folder}`)
    },
  }
}

function untilReady(demo: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error(`the demo is not ready:\n${said}`)), READY_WITHIN_MS)
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (/^ready\b/m.test(said)) {
        clearTimeout(late)
        resolve()
      }
    }
    demo.stdout?.on('data', listen)
    demo.stderr?.on('data', listen)
    demo.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`the demo ended with ${code}:\n${said}`))
    })
  })
}
