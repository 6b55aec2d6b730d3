/**
 * Padding around values, taken off in one pass: an expression like `/ +$/` tries anew at each space, and one value of
 * 80 kB of spaces before a letter kept the thread busy for ten seconds.
 */

/** Spaces, and the NUL that PS3.5 §6.2 allows for UI alone and many write elsewhere. */
export function withoutTrailingPadding(text: string): string {
  let end = text.length
  while (end > 0 && isPadding(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

/** Leading spaces mean something in long text only (PS3.5 §6.2). */
export function withoutPadding(text: string): string {
  let start = 0
  while (start < text.length && text.charCodeAt(start) === SPACE) start++
  return withoutTrailingPadding(text.slice(start))
}

const SPACE = 0x20

function isPadding(code: number): boolean {
  return code === SPACE || code === 0
}
