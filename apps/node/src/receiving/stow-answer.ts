/** What a PACS says of an image that was stored by STOW-RS (PS3.18 §10.5.3, annex I), in DICOM JSON. */
import { z } from 'zod'

const one = <Value extends z.ZodType>(value: Value) => z.object({ Value: z.array(value).min(1) })
const reference = z.object({
  /** Referenced SOP Instance UID. */
  '00081155': one(z.string()).optional(),
  /** Failure Reason. */
  '00081197': one(z.number()).optional(),
  /** Warning Reason. */
  '00081196': one(z.number()).optional(),
})
const sequence = z.object({ Value: z.array(reference).default([]) }).optional()
const answer = z.object({
  /** Failed SOP Sequence. */
  '00081198': sequence,
  /** Referenced SOP Sequence. */
  '00081199': sequence,
})

export type Told =
  | { readonly kind: 'failed'; readonly reason: number }
  | { readonly kind: 'stored'; readonly warning: number }
  | { readonly kind: 'nothing' }

/** PS3.4 table B.2-1: it failed, and nobody says why. */
const UNSAID_REASON = 0x0110

export function failureOf(body: string, sopInstanceUid: string): Told {
  const parsed = answer.safeParse(jsonOf(body))
  if (!parsed.success) return { kind: 'nothing' }
  const find = (tag: '00081198' | '00081199') =>
    parsed.data[tag]?.Value.find((each) => each['00081155']?.Value[0] === sopInstanceUid)
  const failed = find('00081198')
  if (failed !== undefined) return { kind: 'failed', reason: failed['00081197']?.Value[0] ?? UNSAID_REASON }
  const stored = find('00081199')
  if (stored !== undefined) return { kind: 'stored', warning: stored['00081196']?.Value[0] ?? 0 }
  // It was the only one: a failure without a name is its failure.
  const [nameless] = parsed.data['00081198']?.Value ?? []
  if (nameless !== undefined)
    return { kind: 'failed', reason: nameless['00081197']?.Value[0] ?? UNSAID_REASON }
  return { kind: 'nothing' }
}

function jsonOf(body: string): unknown {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return undefined
  }
  // Some answer a list of one.
  return Array.isArray(parsed) ? parsed[0] : parsed
}
