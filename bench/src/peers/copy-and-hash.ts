/** What the machine's own tools need to copy the same bytes safely and to know their SHA-256. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { open, rm } from 'node:fs/promises'
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

async function run(program: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end(input)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${program} ends with ${code}`)
}

async function hashAll(paths: readonly string[]): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(1024 * 1024)
  for (const path of paths) {
    const hash = createHash('sha256')
    const file = await open(path)
    try {
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length)
        if (bytesRead === 0) break
        hash.update(buffer.subarray(0, bytesRead))
      }
    } finally {
      await file.close()
    }
    hash.digest()
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
