/**
 * The pages of the documentation site, from the documents as they lie in the repository: where each goes, and where
 * its links lead then. What leads at sources, which the site has not, keeps its words alone.
 */
import { posix } from 'node:path'

/** Documents from outside `docs`, and where they stand in the site. */
const FROM_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['ARCHITECTURE.md', 'architecture.md'],
  ['CHANGELOG.md', 'changelog.md'],
  ['CONTRIBUTING.md', 'contributing.md'],
  ['SECURITY.md', 'security-policy.md'],
  ['packages/dicom/README.md', 'libraries/dicom.md'],
  ['packages/dicom/CHANGELOG.md', 'libraries/dicom-changelog.md'],
  ['packages/package/README.md', 'libraries/package.md'],
  ['packages/package/CHANGELOG.md', 'libraries/package-changelog.md'],
  ['bench/README.md', 'bench.md'],
])

/** Patterns of what becomes a page; `docs/` is gone from its address. */
export const DOCUMENTS = ['docs/*.md', 'docs/decisions/*.md', ...FROM_ELSEWHERE.keys()]

const PICTURE = /\.(png|svg|jpg|webp)$/

/** `docs/user-guide.cs.md` is `cs/user-guide.md`. Undefined: no page. */
export function placeOf(document: string): string | undefined {
  const elsewhere = FROM_ELSEWHERE.get(document)
  if (elsewhere !== undefined) return elsewhere
  const inside = /^docs\/(.+\.md)$/.exec(document)?.[1]
  if (inside === undefined) return undefined
  const place = inside.replace(/(^|\/)README\.md$/, '$1index.md')
  const named = /^(.*)\.(cs|en)\.md$/.exec(place)
  if (named === null) return place
  return named[2] === 'cs' ? `cs/${named[1]}.md` : `${named[1]}.md`
}

/** By their paths in the repository. */
export interface Pictures {
  /** Those that pages show. */
  readonly shown: Set<string>
  /** Those that links open by themselves. */
  readonly linked: Set<string>
}

/** Its text with links between pages; `pictures` gains what it shows and opens. */
export function pageOf(document: string, text: string, pictures: Pictures): string {
  const place = placeOf(document) ?? document
  const outsideCode = /(```[\s\S]*?```|`[^`\n]*`)|(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g
  return text.replace(
    outsideCode,
    (whole, code: string | undefined, mark: string, words: string, to: string) => {
      if (code !== undefined || /^([a-z]+:|#)/.test(to)) return whole
      const [path = '', anchor] = to.split('#')
      const target = posix.normalize(posix.join(posix.dirname(document), path))
      if (PICTURE.test(path)) {
        pictures[mark === '' ? 'linked' : 'shown'].add(target)
        return `${mark}[${words}](${relativeTo(place, target.replace(/^docs\//, ''))})`
      }
      const page = posix.extname(target) === '' ? placeOf(`${target}/README.md`) : placeOf(target)
      if (page === undefined) return words
      return `[${words}](${relativeTo(place, page)}${anchor === undefined ? '' : `#${anchor}`})`
    },
  )
}

function relativeTo(page: string, target: string): string {
  const way = posix.relative(posix.dirname(page), target)
  return way.startsWith('.') ? way : `./${way}`
}
