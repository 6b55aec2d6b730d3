/** Links and paths in the documents lead to something that exists. */

import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { repository } from './programs.ts'

const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g
/** `apps/centre/src/centre.ts`, without wildcards and placeholders. */
const PATH = /`((?:packages|apps|e2e|bench|scripts|docs)\/[\w./-]+)`/g
/** What commands make when they run, and git does not keep. */
const MADE_BY_RUNNING = /\/(\.cache|dist|test-results)(\/|$)/

export function pathsIn(text: string): { links: string[]; paths: string[] } {
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, path = '']) => path)
  return {
    links: found(LINK).filter((link) => !/^[a-z]+:/.test(link)),
    paths: found(PATH).filter((path) => !MADE_BY_RUNNING.test(path)),
  }
}

export async function documentFaults(): Promise<string[]> {
  const faults: string[] = []
  const documents = glob('{*.md,docs/**/*.md,{packages,apps,bench,e2e}/**/*.md}', {
    cwd: repository,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
  for await (const document of documents) {
    const { links, paths } = pathsIn(await readFile(join(repository, document), 'utf8'))
    for (const link of links) {
      if (!existsSync(join(repository, dirname(document), link))) faults.push(`${document}: no ${link}`)
    }
    for (const path of paths) {
      const isThere = [repository, join(repository, dirname(document))].some((from) =>
        existsSync(join(from, path)),
      )
      if (!isThere) faults.push(`${document}: no ${path}`)
    }
  }
  return faults.sort()
}
