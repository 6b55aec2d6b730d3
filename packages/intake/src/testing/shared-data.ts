/** The images that all tests share, and what a careful importer should make of each of them. */
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

const SHARED = process.env.EPACS_SHARED ?? resolve(import.meta.dirname, '../../../../../shared')

export type Expected = 'accept' | 'accept-warn' | 'reject'

export interface ManifestRow {
  /** Within the shared data: "zips/empty.zip". */
  readonly path: string
  readonly expected: Expected
  readonly instances: number
}

export function sharedPath(...steps: readonly string[]): string {
  return join(SHARED, ...steps)
}

export function sharedFile(path: string): { readonly path: string; readonly bytes: Buffer } {
  return { path: basename(path), bytes: readFileSync(sharedPath('data', path)) }
}

/** @throws Error that says where the shared data was looked for */
export function readManifest(): readonly ManifestRow[] {
  const path = sharedPath('data', 'MANIFEST.tsv')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`the shared test images are missing (${path}); EPACS_SHARED may say where they are`, {
      cause: error,
    })
  }
  const [, ...lines] = text.trimEnd().split('\n')
  return lines.map((line) => {
    const [path = '', expected = '', , instances] = line.split('\t')
    return { path, expected: asExpected(expected), instances: Number(instances) }
  })
}

function asExpected(text: string): Expected {
  if (text === 'accept' || text === 'accept-warn' || text === 'reject') return text
  throw new Error(`the manifest expects "${text}", which this test does not know`)
}
