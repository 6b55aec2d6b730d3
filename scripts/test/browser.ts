/** Runs the browser tests with Playwright and reads its report. */
import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { firstOfFreePorts } from './free-ports.ts'
import { didNotRun, type Failure, type Outcome } from './outcome.ts'
import { endToEnd, repository } from './places.ts'

/** As `reporter` in e2e/playwright.config.ts says. */
const REPORT = join(endToEnd, 'test-results/results.json')
const PART = 'The browser tests'
/** One demo network has ten; a second one runs while a test restarts its centre. */
const PORTS = 20
const FIRST_PORT = 18_443

/** As e2e/playwright.config.ts calls them: a language and a width. */
export const VIEWS = ['cs-desk', 'en-desk', 'cs-phone', 'en-phone', 'sk-desk', 'sk-phone'] as const

/** What is read of Playwright's JSON report. */
export interface BrowserReport {
  readonly config: { readonly rootDir: string }
  readonly errors: readonly { readonly message?: string }[]
  readonly suites: readonly ReportedSuite[]
}

interface ReportedSuite {
  readonly suites?: readonly ReportedSuite[]
  readonly specs: readonly ReportedSpec[]
}

interface ReportedSpec {
  readonly title: string
  readonly file: string
  readonly tests: readonly {
    readonly projectName: string
    readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
    readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[]
  }[]
}

/** `files` are relative to the repository. `view`: pages and flows run in this one, not in theirs. */
export async function runBrowserTests(
  files: readonly string[],
  view?: (typeof VIEWS)[number],
): Promise<Outcome> {
  await rm(REPORT, { force: true })
  const playwright = createRequire(join(endToEnd, 'package.json')).resolve('@playwright/test/cli')
  const chosen = files.map((file) => relative(endToEnd, resolve(repository, file)))
  const child = spawn(process.execPath, [playwright, 'test', ...chosen], {
    cwd: endToEnd,
    env: {
      ...process.env,
      ...(view === undefined ? {} : { E2E_VIEW: view }),
      E2E_PORT: process.env.E2E_PORT ?? String(await firstOfFreePorts(PORTS, FIRST_PORT)),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const end = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  const text = await readFile(REPORT, 'utf8').catch(() => undefined)
  if (text === undefined) return didNotRun(PART, `Playwright ended with ${end} and left no report.`)
  const report: BrowserReport = JSON.parse(text)
  const outcome = outcomeOf(report)
  const isExplained = end === 0 || outcome.failures.length > 0
  if (isExplained && outcome.passed + outcome.failures.length + outcome.skipped.length > 0) return outcome
  return didNotRun(PART, `Playwright ended with ${end}, and its report does not say why.`)
}

export function outcomeOf(report: BrowserReport): Outcome {
  const failures: Failure[] = report.errors.map(({ message }) => ({
    where: PART,
    test: '',
    reason: plain(message),
  }))
  const skipped: Failure[] = []
  const unsteady: Failure[] = []
  let passed = 0
  for (const { title, file, tests } of report.suites.flatMap(specsOf)) {
    const where = relative(repository, resolve(report.config.rootDir, file))
    for (const { projectName, status, results } of tests) {
      const test = `${title} (${projectName})`
      const reason = results.flatMap(({ errors }) => errors.map(({ message }) => plain(message))).join('\n')
      if (status === 'expected') passed += 1
      else if (status === 'skipped') skipped.push({ where, test, reason: 'Skipped' })
      else if (status === 'flaky') {
        passed += 1
        unsteady.push({ where, test, reason })
      } else failures.push({ where, test, reason })
    }
  }
  return { passed, failures, skipped, unsteady }
}

function specsOf({ specs, suites = [] }: ReportedSuite): ReportedSpec[] {
  return [...specs, ...suites.flatMap(specsOf)]
}

function plain(message: string | undefined): string {
  return stripVTControlCharacters(message ?? 'no reason given')
}
