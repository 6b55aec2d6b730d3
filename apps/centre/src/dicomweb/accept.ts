/** What a client takes: the Accept header, or the query parameter that stands for it (PS3.18 §8.3.3.1, §8.7). */
import type { FastifyRequest } from 'fastify'

export interface MediaRange {
  /** "multipart/related", "image/*", "*\/*". */
  readonly type: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  readonly quality: number
}

const ANYTHING: MediaRange = { type: '*/*', parameters: new Map(), quality: 1 }
const LONGEST = 2000
/** A type, then parameters whose values may be quoted. */
const RANGE = /\s*([^\s;,]+)((?:\s*;\s*[^\s;,=]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)\s*(?:,|$)/y
const PARAMETER = /;\s*([^\s;,=]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/g

/** The best first. An empty or unreadable header takes anything. */
export function acceptedBy({ headers, query }: FastifyRequest): readonly MediaRange[] {
  const asked = (query as { accept?: unknown } | undefined)?.accept
  const text = (typeof asked === 'string' ? asked : (headers.accept ?? '')).slice(0, LONGEST)
  const ranges: MediaRange[] = []
  RANGE.lastIndex = 0
  for (let match = RANGE.exec(text); match !== null && match[0] !== ''; match = RANGE.exec(text)) {
    const parameters = new Map<string, string>()
    for (const [, name = '', quoted, plain] of (match[2] ?? '').matchAll(PARAMETER)) {
      parameters.set(name.toLowerCase(), quoted ?? plain ?? '')
    }
    const quality = Number(parameters.get('q') ?? '1')
    ranges.push({
      type: (match[1] ?? '').toLowerCase(),
      parameters,
      quality: Number.isFinite(quality) ? quality : 0,
    })
  }
  if (ranges.length === 0) return [ANYTHING]
  return ranges.filter(({ quality }) => quality > 0).sort((one, other) => other.quality - one.quality)
}

/** Whether "image/*" and the like cover a type. */
export function covers(pattern: string, type: string): boolean {
  return (
    pattern === '*/*' || pattern === type || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)))
  )
}

/** The type of the parts of a multipart/related range; undefined: it is none. */
export function partType({ type, parameters }: MediaRange): string | undefined {
  return type === 'multipart/related' ? (parameters.get('type') ?? '*/*').toLowerCase() : undefined
}
