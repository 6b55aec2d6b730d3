/** Patterns as a node's rules have them: * any characters, ? one. */

/** PS3.4 §C.2.2.2.4, in time that grows with the product of both lengths: a stranger's text meets any pattern. */
export function matchesPattern(pattern: string, value: string): boolean {
  const [wanted, there] = [[...pattern.normalize('NFC')], [...value.normalize('NFC')]]
  let [at, from] = [0, 0]
  /** Where the last * stands, and up to where of the value it reached when it was tried last. */
  let star: number | undefined
  let reached = 0
  while (from < there.length) {
    if (wanted[at] === '*') {
      star = at
      at += 1
      reached = from
    } else if (wanted[at] === '?' || (at < wanted.length && wanted[at] === there[from])) {
      at += 1
      from += 1
    } else if (star !== undefined) {
      at = star + 1
      reached += 1
      from = reached
    } else return false
  }
  return wanted.slice(at).every((each) => each === '*')
}
