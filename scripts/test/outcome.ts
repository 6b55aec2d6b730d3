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
}

const NOTHING: Outcome = { passed: 0, failures: [], skipped: [] }

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  }
}

/** A part that could not run is a failure, never a silence. */
export function didNotRun(where: string, reason: string): Outcome {
  return { ...NOTHING, failures: [{ where, test: '', reason }] }
}

export function isGood({ passed, failures, skipped }: Outcome): boolean {
  return passed > 0 && failures.length === 0 && skipped.length === 0
}

/** Empty when nothing failed. */
export function describeFailures({ failures, skipped }: Outcome): string {
  return [...failures, ...skipped]
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
