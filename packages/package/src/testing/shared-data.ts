/** Real images and the judge of file-sets, which lie beside the repository (README). */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const REPOSITORY = resolve(import.meta.dirname, '../../../..')
const SHARED = resolve(process.env.EPACS_SHARED ?? join(REPOSITORY, '../shared'))

/** @throws when it is not there: tests on real images fail without them, they are not skipped. */
export function sharedPath(...parts: readonly string[]): string {
  const path = join(SHARED, ...parts)
  if (!existsSync(path)) throw new Error(`${path} is missing: set EPACS_SHARED to the folder of shared data`)
  return path
}

export interface ManifestRow {
  readonly path: string
  readonly expected: 'accept' | 'accept-warn' | 'reject'
}

export async function manifestRows(): Promise<readonly ManifestRow[]> {
  const [header = '', ...lines] = (await readFile(sharedPath('data', 'MANIFEST.tsv'), 'utf8'))
    .trim()
    .split('\n')
  const columns = header.split('\t')
  return lines.map((line) => {
    const values = line.split('\t')
    const [path, expected] = ['path', 'expected'].map((name) => values[columns.indexOf(name)] ?? '')
    if (
      path === undefined ||
      (expected !== 'accept' && expected !== 'accept-warn' && expected !== 'reject')
    ) {
      throw new Error(`not a row of the manifest: ${line}`)
    }
    return { path, expected }
  })
}
