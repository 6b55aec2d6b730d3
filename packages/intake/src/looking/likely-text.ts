/**
 * A text that was already decoded, looked at once more: where a file names ISO 8859-1 (or nothing, and was shown so) and was written
 * in windows-1250 or ISO 8859-2, each of its characters is still one byte of the file, and the other reading can be had back.
 */
import { plausibility } from '../reading/plausibility.ts'

export interface LikelyText {
  readonly likely: string
  readonly likelySet: 'windows-1250' | 'ISO 8859-2'
}

/** As before sending: a letter of our alphabet more than in the other reading. */
const CLEARLY = 4
/** The first one wins where both read the same. */
const SETS = [
  ['windows-1250', 'windows-1250'],
  ['ISO 8859-2', 'iso-8859-2'],
] as const

/** @param shown text as its character set has it. Undefined: it reads as well as anything else. */
export function likelyText(shown: string): LikelyText | undefined {
  const codes = [...shown].map((letter) => letter.codePointAt(0) ?? 0)
  if (!codes.some((code) => code >= 0x80) || codes.some((code) => code > 0xff)) return undefined
  const bytes = Uint8Array.from(codes)
  let best: LikelyText | undefined
  let needed = plausibility(shown) + CLEARLY
  for (const [likelySet, label] of SETS) {
    const likely = new TextDecoder(label).decode(bytes)
    if (plausibility(likely) < needed) continue
    best = { likely, likelySet }
    needed = plausibility(likely) + 1
  }
  return best
}

/** To be shown to people, and found by them: the text as it was most likely meant. */
export function likelyOr(shown: string): string {
  return likelyText(shown)?.likely ?? shown
}
