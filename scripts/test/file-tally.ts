/** Counts what node:test reports about one process of tests, and keeps the reasons of failures. */
import { isAbsolute } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'
import type { Failure, Outcome } from './outcome.ts'

const OUTPUT_LIMIT_CHARACTERS = 6_000
const REASON_LIMIT_LINES = 60

export class FileTally {
  readonly #file: string
  readonly #isEachASuite: boolean
  /** Names of the suites and tests around the reported one, outermost first. */
  readonly #around: string[] = []
  readonly #failures: Failure[] = []
  readonly #skipped: Failure[] = []
  #passed = 0
  /** The end of what the file wrote: where a file breaks outside of its tests, the reason stands there. */
  #output = ''

  /** @param isEachASuite `file` names several, each of which is a suite named after it */
  constructor(file: string, isEachASuite = false) {
    this.#file = file
    this.#isEachASuite = isEachASuite
  }

  take(event: TestEvent): void {
    switch (event.type) {
      case 'test:start':
        this.#around.length = event.data.nesting
        this.#around.push(event.data.name)
        return
      case 'test:pass':
        this.#pass(event.data)
        return
      case 'test:fail':
        this.#fail(event.data)
        return
      case 'test:stdout':
      case 'test:stderr':
        this.#write(event.data.message)
        return
      case 'test:diagnostic':
        // What goes wrong after the last test is told nowhere else.
        if (event.data.nesting === 0) this.#write(`${event.data.message}\n`)
        return
      default:
    }
  }

  outcome(): Outcome {
    const [failures, skipped] = [[...this.#failures], [...this.#skipped]]
    return { passed: this.#passed, failures, skipped, unsteady: [] }
  }

  #pass({ name, nesting, skip, todo, details }: Extract<TestEvent, { type: 'test:pass' }>['data']): void {
    // A file without tests is reported as one test that bears the file's own path.
    if (details.type === 'suite' || isAbsolute(name)) return
    if (skip === undefined && todo === undefined) {
      this.#passed += 1
      return
    }
    const why = typeof skip === 'string' ? skip : typeof todo === 'string' ? todo : 'without a reason'
    this.#skipped.push({ where: this.#where, test: this.#path(name, nesting), reason: `Skipped: ${why}` })
  }

  #fail({ name, nesting, details }: Extract<TestEvent, { type: 'test:fail' }>['data']): void {
    const { error } = details
    // The subtests speak for themselves.
    if ('failureType' in error && error.failureType === 'subtestsFailed') return
    const isWholeFile = isAbsolute(name)
    const told = isWholeFile ? `${reasonOf(error)}\n${this.#output}` : reasonOf(error)
    this.#failures.push({
      where: isWholeFile ? this.#file : this.#where,
      test: isWholeFile ? '' : this.#path(name, nesting),
      reason: told.split('\n').slice(0, REASON_LIMIT_LINES).join('\n'),
    })
  }

  #write(text: string): void {
    this.#output = (this.#output + text).slice(-OUTPUT_LIMIT_CHARACTERS)
  }

  get #where(): string {
    return (this.#isEachASuite ? this.#around[0] : undefined) ?? this.#file
  }

  #path(name: string, nesting: number): string {
    const path = [...this.#around.slice(0, nesting), name]
    return (this.#isEachASuite ? path.slice(1) : path).join(' › ')
  }
}

/**
 * node:test wraps what a test threw; what went wrong by itself (time is over, the file's process ended) it says in
 * words. Frames of Node tell nothing about the test.
 */
function reasonOf(error: Error): string {
  if (!(error.cause instanceof Error)) return inWords(error)
  return inspect(error.cause, { depth: 3 })
    .split('\n')
    .filter((line) => !line.includes('(node:internal') && !line.includes('at node:internal'))
    .join('\n')
}

function inWords(error: Error): string {
  const facts = ['exitCode', 'signal'].flatMap((name) => {
    const value: unknown = Reflect.get(error, name)
    return value == null ? [] : [`${name} ${value}`]
  })
  return [String(error.cause ?? error.message), ...facts].join(', ')
}
