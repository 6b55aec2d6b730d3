/** The plain file server as seen from the benchmark. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('./file-server-main.ts', import.meta.url))

export interface FileServer {
  readonly origin: string
  stop(): Promise<void>
}

export async function startFileServer(place: {
  port: number
  certFile: string
  keyFile: string
  folder: string
}): Promise<FileServer> {
  const args = [MAIN, String(place.port), place.certFile, place.keyFile, place.folder]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended.then(failed)])
  return {
    origin: `https://localhost:${place.port}`,
    stop: async () => await stopped(child, ended),
  }
}

function failed([code]: unknown[]): never {
  throw new Error(`the plain file server ended with ${code}`)
}

async function stopped(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  await ended
}
