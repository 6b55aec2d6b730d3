/** Names and descriptions out of images, as they were most likely meant: many files name a character set that is not theirs. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { sureReading } from '@epacs/intake/looking/sure-reading'

/** Alone on its line: what may be right as it is labelled stays so. */
export function asMeant(declared: string): string {
  return sureReading([declared])(declared)
}

/** What the file's own character set makes of it stands behind it, where that differs. */
export function asMeantAndDeclared(declared: string): string {
  const likely = likelyOr(declared)
  return likely === declared ? declared : `${likely} (declared: ${declared})`
}
