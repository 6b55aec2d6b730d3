/** What a client takes: the Accept header, or the query parameter that stands for it (PS3.18 §8.3.3.1, §8.7). */

export interface MediaRange {
  /** "multipart/related", "image/*", "*\/*". */
  readonly type: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  readonly quality: number
}

const ANYTHING: MediaRange = { type: '*/*', parameters: new Map(), quality: 1 }
const LONGEST = 2000

/** The best first. @param accept header, or the parameter. An empty or unreadable one takes anything. */
export function acceptedRanges(accept: string): readonly MediaRange[] {
  const ranges = separated(accept.slice(0, LONGEST), ',').flatMap(rangeOf)
  if (ranges.length === 0) return [ANYTHING]
  return ranges.filter(({ quality }) => quality > 0).sort((one, other) => other.quality - one.quality)
}

/** One, or none where there is no type. */
function rangeOf(text: string): MediaRange[] {
  const [type = '', ...more] = separated(text, ';').map((part) => part.trim())
  if (type === '' || /\s/.test(type)) return []
  const parameters = new Map<string, string>()
  for (const each of more) {
    const [name = '', ...rest] = each.split('=')
    parameters.set(name.trim().toLowerCase(), unquoted(rest.join('=').trim()))
  }
  const quality = Number(parameters.get('q') ?? '1')
  return [{ type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 0 }]
}

/** In one pass, whatever comes: separators within quotes do not count. */
function separated(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let isQuoted = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted
    if (isQuoted || text[at] !== separator) continue
    parts.push(text.slice(start, at))
    start = at + 1
  }
  parts.push(text.slice(start))
  return parts
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
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

export const DICOM_JSON = 'application/dicom+json'
export const DICOM_XML = 'application/dicom+xml'

/** In which of its two forms the answer of STOW-RS goes out; undefined: the client takes neither. */
export function storeAnswerType(
  accepted: readonly MediaRange[],
): typeof DICOM_JSON | typeof DICOM_XML | undefined {
  for (const { type } of accepted) {
    if (covers(type, DICOM_JSON) || type === 'application/json') return DICOM_JSON
    if (covers(type, DICOM_XML) || type === 'application/xml') return DICOM_XML
  }
  return undefined
}
