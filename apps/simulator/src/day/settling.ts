/** When a day has settled: nothing is missing at two looks, one after the other; or nothing moves any more. */

/** Without anything that moves for so long it is given up. */
const GIVEN_UP_AFTER_MS = 180_000
const LOOKS = 2
const MOST_LISTED = 10

export class Settling {
  #looks = 0
  #seen = ''
  #movedMs = Number.NEGATIVE_INFINITY

  /**
   * @param missing in words; changes of these are movement too
   * @param moved changes whenever something moves
   */
  look(missing: readonly string[], moved: number, nowMs: number): 'waiting' | 'settled' | 'given up' {
    const seen = [moved, ...missing].join('\n')
    if (seen !== this.#seen) this.#movedMs = nowMs
    const isSame = seen === this.#seen
    this.#seen = seen
    if (missing.length === 0) {
      this.#looks = isSame ? this.#looks + 1 : 1
      return this.#looks >= LOOKS ? 'settled' : 'waiting'
    }
    this.#looks = 0
    return nowMs - this.#movedMs > GIVEN_UP_AFTER_MS ? 'given up' : 'waiting'
  }
}

/** As one text that does not fill a screen; none when there is nothing of it. */
export function missingOf(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : ''
  return [`${what}: ${names.slice(0, MOST_LISTED).join(', ')}${more}`]
}
