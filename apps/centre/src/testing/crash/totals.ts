/** What a run of `npm run crash` says at its end, on one line, as docs/assurance.md tells it. */

export interface Totals {
  /** Seed of the first run. */
  readonly first: number
  readonly runs: number
  /** How often it went wrong, by where and how; in brackets: what was planned and not reached. */
  readonly counts: ReadonlyMap<string, number>
  /** That were held against the promises. */
  readonly answers: number
  /** Seeds. */
  readonly failed: readonly number[]
  readonly seconds: number
}

const CUT = /^power cut/
const NOT_REACHED = /^\(/
/** The process was killed. */
const KILLED: readonly (readonly [string, RegExp])[] = [
  ['at named points', /^(?!migration\.)[a-z]+\.[a-z-]+$/],
  ['at random moments', /^at a moment$/],
  ['while it starts', /^while it starts$/],
  ['within migrations', /^migration\.[a-z-]+:\d+$/],
]
const isKilled = (name: string) => KILLED.some(([, those]) => those.test(name))

export function totals({ first, runs, counts, answers, failed, seconds }: Totals): string {
  const sumOf = (is: (name: string) => boolean) =>
    [...counts].reduce((sum, [name, count]) => (is(name) ? sum + count : sum), 0)
  const crashes = sumOf(isKilled)
  const each = KILLED.map(([where, those]) => `${sumOf((name) => those.test(name))} ${where}`)
  const cuts = sumOf((name) => CUT.test(name))
  const faults = sumOf((name) => !NOT_REACHED.test(name) && !isKilled(name) && !CUT.test(name))
  const kinds = [...counts].sort().map(([name, count]) => `${name} ${count}`)
  const which = failed.length === 0 ? '' : ` (seeds ${failed.join(', ')})`
  return (
    `seeds ${first} to ${first + runs - 1}: ${runs} runs, ${crashes} crashes (${each.join(', ')}), ${cuts} power cuts, ${faults} faults, ` +
    `${answers} answers checked, ${seconds} s, ${failed.length} failed${which}: ${kinds.join(', ')}`
  )
}
