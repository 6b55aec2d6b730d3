/** When something that failed is tried again: soon at first, then every five minutes, for ever. */
const FIRST_MS = 1000
const LONGEST_MS = 300_000
/** So that many that failed together do not come back together. */
const SPREAD = 0.2

/** @param attempts that failed so far, from 1 on; `atLeastMs` as the centre asks for. @returns milliseconds since 1970 */
export function retryAt(attempts: number, atLeastMs = 0): number {
  const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20))
  return Math.round(Date.now() + Math.max(atLeastMs, waitMs * (1 - SPREAD * Math.random())))
}
