/** A name that fits everything says nothing: files and folders are called after what they do. */
import { glob } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { repository } from './programs.ts'

const VAGUE = /^(.*-)?(utils?|helpers?|managers?|misc|common)$/i

export function isVague(path: string): boolean {
  const stem = basename(path).split('.')[0] ?? ''
  return [stem, ...dirname(path).split('/')].some((part) => VAGUE.test(part))
}

export async function nameFaults(): Promise<string[]> {
  const faults: string[] = []
  const files = glob('{packages,apps,e2e,bench,scripts}/**/*.{ts,tsx,mts,mjs,js,css,sql}', {
    cwd: repository,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
  for await (const path of files) {
    if (isVague(path)) faults.push(`${path}: call it after what it does`)
  }
  return faults.sort()
}
