/** What a run of tests came to, and how it is told. */

export interface Failure {
  /** The test file, relative to the repository; or the part that could not run. */
  readonly where: string
  /** Empty when the file itself failed. */
  readonly test: string
  readonly reason: string
}

export interface Outcome {
  readonly passed: number
  readonly failures: readonly Failure[]
  /** They fail the run: a test that nobody runs proves nothing. */
  readonly skipped: readonly Failure[]
  /** Pages that passed at the second attempt in the browser only; counted in `passed`. */
  readonly unsteady: readonly Failure[]
}

/** So many may be the browser's fault on a busy machine; more are the change's. */
export const MOST_UNSTEADY = 3

const NOTHING: Outcome = { passed: 0, failures: [], skipped: [], unsteady: [] }

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
    unsteady: outcomes.flatMap(({ unsteady }) => unsteady),
  }
}

/** A part that could not run is a failure, never a silence. */
export function didNotRun(where: string, reason: string): Outcome {
  return { ...NOTHING, failures: [{ where, test: '', reason }] }
}

export function isGood({ passed, failures, skipped, unsteady }: Outcome): boolean {
  return passed > 0 && failures.length === 0 && skipped.length === 0 && unsteady.length <= MOST_UNSTEADY
}

/** Empty when nothing failed. */
export function describeFailures({ failures, skipped, unsteady }: Outcome): string {
  const unsteadyOnes = unsteady.map((failure) => ({
    ...failure,
    test: `${failure.test} (UNSTEADY: passed when run again)`,
  }))
  return [...failures, ...skipped, ...unsteadyOnes]
    .map(({ where, test, reason }, position) => {
      const title = test === '' ? where : `${where}: ${test}`
      const indented = reason.trim().replace(/^/gm, '    ')
      return `\n${position + 1}) ${title}\n${indented}\n`
    })
    .join('')
}

/** The last line of a run, which people and CI read. */
export function closingLine({ passed, failures, skipped }: Outcome): string {
  const line = `${passed} passed, ${failures.length} failed`
  return skipped.length === 0 ? line : `${line}, ${skipped.length} skipped`
}
