/** The real images that lie beside the repository. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const REPOSITORY = resolve(import.meta.dirname, '../../../..')
const SHARED = resolve(process.env.EPACS_SHARED ?? join(REPOSITORY, '../shared'))

export type Verdict = 'accept' | 'accept-warn' | 'reject'

export interface ManifestRow {
  readonly path: string
  readonly expected: Verdict
  readonly transferSyntaxUid: string
}

export function sharedPath(...parts: readonly string[]): string {
  return join(SHARED, ...parts)
}

/** @throws when it is not there: a test without its images fails, it is not skipped */
export function sharedFile(...parts: readonly string[]): Uint8Array {
  const path = sharedPath('data', ...parts)
  if (!existsSync(path)) throw new Error(`${path} is missing: set EPACS_SHARED to the folder of shared data`)
  return new Uint8Array(readFileSync(path))
}

/** The rows about single files; those about ZIPs are the intake's. */
export function manifestOfFiles(): readonly ManifestRow[] {
  const [header = '', ...lines] = new TextDecoder().decode(sharedFile('MANIFEST.tsv')).trim().split('\n')
  const columns = header.split('\t')
  const rows = lines.map((line) => {
    const values = line.split('\t')
    const column = (name: string) => values[columns.indexOf(name)] ?? ''
    return {
      path: column('path'),
      expected: verdict(column('expected')),
      transferSyntaxUid: column('transfer_syntax_uid'),
    }
  })
  return rows.filter(({ path }) => path.startsWith('files/'))
}

function verdict(text: string): Verdict {
  if (text === 'accept' || text === 'accept-warn' || text === 'reject') return text
  throw new Error(`not a verdict of the manifest: ${text}`)
}
