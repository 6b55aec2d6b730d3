/** What the machine's own tools need to copy the same bytes safely and to know their SHA-256. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, readSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataSet } from '../generator/data-set.ts'

export interface CopyAndHash {
  readonly copySeconds: number
  /** `sync -f`: everything of the copy on stable storage. */
  readonly syncSeconds: number
  readonly sha256sumSeconds: number
  /** The same digests by Node.js, whose OpenSSL uses the processor's SHA instructions where sha256sum may not. */
  readonly nodeSha256Seconds: number
}

/** @param target a folder that does not exist; removed afterwards */
export async function copyAndHash({ folder, files }: DataSet, target: string): Promise<CopyAndHash> {
  const paths = files.map(({ path }) => join(target, path))
  try {
    return {
      copySeconds: await seconds(() => run('cp', ['-r', folder, target])),
      syncSeconds: await seconds(() => run('sync', ['-f', target])),
      sha256sumSeconds: await seconds(() => run('xargs', ['-0', 'sha256sum'], paths.join('\0'))),
      nodeSha256Seconds: await seconds(() => hashAll(paths)),
    }
  } finally {
    await rm(target, { recursive: true, force: true })
  }
}

async function run(program: string, args: readonly string[], input?: string): Promise<void> {
  // What reads nothing has no pipe: it may have ended before anything is written to it.
  const child = spawn(program, args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'],
  })
  // One that ends early says so by its exit code.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${program} ends with ${code}`)
}

/** Synchronous: for small files the way through the thread pool would cost more than the hashing. */
function hashAll(paths: readonly string[]): void {
  const buffer = Buffer.allocUnsafeSlow(1024 * 1024)
  for (const path of paths) {
    const hash = createHash('sha256')
    const file = openSync(path, 'r')
    try {
      for (
        let read = readSync(file, buffer, 0, buffer.length, null);
        read > 0;
        read = readSync(file, buffer, 0, buffer.length, null)
      ) {
        hash.update(buffer.subarray(0, read))
      }
    } finally {
      closeSync(file)
    }
    hash.digest()
  }
}

async function seconds(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
