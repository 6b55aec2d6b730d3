/** A folder of a test's own, removed with the test. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { IntakeOptions, IntakeSource } from '../intake-result.ts'
import { BlockPool, BlockReader } from '../reading/block-reader.ts'

export async function workFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-intake-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function placesIn(folder: string): Pick<IntakeOptions, 'packagePath' | 'indexPath' | 'workFolder'> {
  return { packagePath: join(folder, 'package.zip'), indexPath: join(folder, 'index'), workFolder: folder }
}

export interface SentFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export async function asSources(folder: string, files: readonly SentFile[]): Promise<IntakeSource[]> {
  const sources: IntakeSource[] = []
  for (const [index, { path, bytes }] of files.entries()) {
    const filePath = join(folder, `received-${index}`)
    await writeFile(filePath, bytes)
    sources.push({ path, filePath, sizeBytes: bytes.length })
  }
  return sources
}

export async function readerOf(t: Pick<TestContext, 'after'>, bytes: Uint8Array): Promise<BlockReader> {
  const [source] = await asSources(await workFolder(t), [{ path: 'file', bytes }])
  if (source === undefined) throw new Error('no file was written')
  const reader = new BlockReader(
    await open(source.filePath),
    { startBytes: 0, sizeBytes: bytes.length },
    new BlockPool(),
  )
  t.after(() => reader.close())
  return reader
}
