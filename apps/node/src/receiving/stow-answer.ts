/**
 * What a PACS says of the one image of a request by STOW-RS (PS3.18 §10.5.3, annex I), in DICOM JSON. Read leniently where it
 * tells of a failure, and strictly where it would have to be taken for success.
 */

export type Told =
  | { readonly kind: 'failed'; readonly reason: number }
  | { readonly kind: 'stored'; readonly warning: number }
  /** It is empty, or an answer that names neither a failure nor this image. */
  | { readonly kind: 'nothing' }
  /** It is no DICOM JSON: a page of a proxy, another form. */
  | { readonly kind: 'unreadable' }

/** PS3.4 table B.2-1: it failed, and nobody says why. */
const UNSAID_REASON = 0x0110

const FAILED_SOPS = '00081198'
const REFERENCED_SOPS = '00081199'
/** Of what names no instance. */
const OTHER_FAILURES = '0008119A'
const REFERENCED_INSTANCE = '00081155'
const WARNING_REASON = '00081196'
const FAILURE_REASON = '00081197'

type Item = Readonly<Record<string, unknown>>

export function toldOf(body: string, sopInstanceUid: string): Told {
  if (body.trim() === '') return { kind: 'nothing' }
  const answer = answerIn(body)
  if (answer === undefined) return { kind: 'unreadable' }
  const isThis = (item: Item) => firstValue(item, REFERENCED_INSTANCE) === sopInstanceUid
  const failures = [...itemsOf(answer, FAILED_SOPS), ...itemsOf(answer, OTHER_FAILURES)]
  const stored = itemsOf(answer, REFERENCED_SOPS).find(isThis)
  // It was the only one: a failure without a name, or under another one, is its failure.
  const failed =
    failures.find(isThis) ??
    failures.find((item) => firstValue(item, REFERENCED_INSTANCE) === undefined) ??
    (stored === undefined ? failures[0] : undefined)
  if (failed !== undefined) {
    return { kind: 'failed', reason: numberOf(failed, FAILURE_REASON) ?? UNSAID_REASON }
  }
  if (stored !== undefined) return { kind: 'stored', warning: numberOf(stored, WARNING_REASON) ?? 0 }
  return { kind: 'nothing' }
}

function answerIn(body: string): Item | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  // Some answer a list of one.
  const answer: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  return isItem(answer) ? answer : undefined
}

/** What stands in a sequence and is no item is one that nothing is known of. */
function itemsOf(answer: Item, tag: string): readonly Item[] {
  const element = answer[tag]
  const { Value: items } = isItem(element) ? element : {}
  if (!Array.isArray(items)) return []
  return items.map((each: unknown) => (isItem(each) ? each : {}))
}

function firstValue(item: Item, tag: string): unknown {
  const element = item[tag]
  const { Value: values } = isItem(element) ? element : {}
  return Array.isArray(values) ? values[0] : undefined
}

/** Some write numbers as texts. */
function numberOf(item: Item, tag: string): number | undefined {
  const value = firstValue(item, tag)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
