/** A search as it was asked for (PS3.18 §8.3.4, §10.6.1). */
import { tagNamed } from '@epacs/dicom/dictionary'
import { jsonTag } from '@epacs/dicom/json'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../../http/index.ts'

export interface Search {
  /** Values to match by tag in eight upper-case digits; all of them must. */
  readonly keys: ReadonlyMap<string, string>
  /** Tags to return besides the usual ones. */
  readonly included: 'all' | readonly string[]
  readonly offset: number
  readonly limit: number
}

/** For answers that a viewer can take; more is told by a Warning and asked for with an offset. */
const MOST_RESULTS = 5000
const NOT_KEYS: ReadonlySet<string> = new Set(['accept', 'charset', 'fuzzymatching', 'emptyvaluematching'])

/** Throws the problem 400 for what is no attribute or number. Values are never repeated: they may be a patient's. */
export function searchOf({ query }: FastifyRequest): Search {
  const keys = new Map<string, string>()
  const included: string[] = []
  let isAllIncluded = false
  let offset = 0
  let limit = MOST_RESULTS
  for (const [name, given] of Object.entries(query as Record<string, unknown>)) {
    const values = (Array.isArray(given) ? given : [given]).map(String)
    const lower = name.toLowerCase()
    if (NOT_KEYS.has(lower)) continue
    if (lower === 'offset') offset = count(name, values[0])
    else if (lower === 'limit') limit = Math.min(MOST_RESULTS, count(name, values[0]))
    else if (lower === 'includefield') {
      for (const field of values.flatMap((each) => each.split(','))) {
        if (field.toLowerCase() === 'all') isAllIncluded = true
        else included.push(attribute(field))
      }
    } else keys.set(attribute(name), values.join('\\'))
  }
  return { keys, included: isAllIncluded ? 'all' : included, offset, limit }
}

function attribute(name: string): string {
  const tag = tagNamed(name)
  if (tag === undefined) {
    throw new Problem(400, 'unknown-attribute', 'A parameter of the search is no attribute of DICOM.')
  }
  return jsonTag(tag)
}

function count(name: string, text: string | undefined): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text)
  throw new Problem(400, 'invalid-request', `${name} is not a number.`)
}
