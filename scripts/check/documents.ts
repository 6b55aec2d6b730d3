/** Links, pictures and paths in the documents lead to something that exists, and so do the headings that links name. */

import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { repository } from './programs.ts'

/** `[words](path)`, with a title or without, and `[name]: path`, on which `[words][name]` leans. */
const LINK = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/gm
/** A picture that nobody who cannot see it is told of. */
const SILENT_PICTURE = /!\[\s*\]\(([^)\s]+)/g
/** `apps/centre/src/centre.ts`, without wildcards and placeholders. */
const PATH = /`((?:packages|apps|e2e|bench|scripts|docs)\/[\w./-]+)`/g
/** What commands make when they run, and git does not keep. */
const MADE_BY_RUNNING = /\/(\.cache|dist|test-results)(\/|$)/

/** `links` with what they name behind `#`. */
export function pathsIn(text: string): { links: string[]; paths: string[] } {
  const found = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, path, definition]) => path ?? definition ?? '')
  return {
    links: found(LINK).filter((link) => !/^[a-z]+:/.test(link)),
    paths: found(PATH).filter((path) => !MADE_BY_RUNNING.test(path)),
  }
}

/** As GitHub and GitLab name headings in addresses: small letters, without signs, words joined. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  const withoutExamples = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
  for (const [, heading = ''] of withoutExamples.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const name = words.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replaceAll(' ', '-')
    let free = name
    for (let again = 1; anchors.has(free); again++) free = `${name}-${again}`
    anchors.add(free)
  }
  return anchors
}

export async function documentFaults(): Promise<string[]> {
  const faults: string[] = []
  const documents = glob('{*.md,docs/**/*.md,{packages,apps,bench,e2e}/**/*.md}', {
    cwd: repository,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
  for await (const document of documents) {
    const text = await readFile(join(repository, document), 'utf8')
    const { links, paths } = pathsIn(text)
    for (const [, picture] of text.matchAll(SILENT_PICTURE))
      faults.push(`${document}: ${picture} without words that tell what it shows`)
    for (const link of links) {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? document : join(dirname(document), path)
      if (!existsSync(join(repository, target))) faults.push(`${document}: no ${link}`)
      else if (anchor !== undefined && target.endsWith('.md')) {
        const there = anchorsIn(await readFile(join(repository, target), 'utf8'))
        if (!there.has(decodeURIComponent(anchor))) faults.push(`${document}: no heading ${link}`)
      }
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
