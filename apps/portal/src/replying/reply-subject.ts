/** The subject of a reply. */

/** As the field and the centre take it. */
const MOST_CHARACTERS = 200
/** “Re:” and what other mail programs write for it: “Re[2]:”, “RE :”, Czech “Odp:”. */
const isMarked = /^\s*(re|odp)\s*(\[\d+\])?\s*:/iu

/** “Re: …”, once however often one replies; cut at its end to what the field takes. */
export function replySubject(subject: string): string {
  const whole = isMarked.test(subject) ? subject.trim() : `Re: ${subject}`.trim()
  if (whole.length <= MOST_CHARACTERS) return whole
  // No half of a character that takes two units of UTF-16.
  return whole.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')
}
