/**
 * What several test files that run in one process have for `node:test`. There, tests and hooks that stand outside of any
 * suite would be those of all of them: so each file becomes a suite, named after it.
 */
import { registerHooks } from 'node:module'
import * as node from 'node:test'

type Call = () => unknown

let collected: Call[] | undefined

function later<Called extends (...args: never[]) => unknown>(called: Called): Called {
  return new Proxy(called, {
    apply(target, self, args) {
      const call = () => Reflect.apply(target, self, args)
      return collected === undefined ? call() : void collected.push(call)
    },
    // `test.skip` and the like.
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? later(value as Call) : value
    },
  })
}

export const test = later(node.test)
export const it = later(node.it)
export const describe = later(node.describe)
export const suite = later(node.suite)
export const before = later(node.before)
export const after = later(node.after)
export const beforeEach = later(node.beforeEach)
export const afterEach = later(node.afterEach)
export default test

/** @param files how each is imported, by the name that its suite is to have */
export async function runTogether(files: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  registerHooks({
    resolve(specifier, context, next) {
      const isTheirs = specifier === 'node:test' && context.parentURL !== import.meta.url
      return isTheirs ? { url: import.meta.url, shortCircuit: true } : next(specifier, context)
    },
  })
  const suites: [name: string, calls: readonly Call[]][] = []
  for (const [name, load] of Object.entries(files)) suites.push([name, await callsOf(load)])
  for (const [name, calls] of suites) {
    node.suite(name, () => {
      for (const call of calls) call()
    })
  }
}

/** Of a file that breaks before its first test: one test, which fails by that. */
async function callsOf(load: () => Promise<unknown>): Promise<readonly Call[]> {
  const calls: Call[] = []
  collected = calls
  try {
    await load()
    return calls
  } catch (error) {
    return [
      () =>
        node.test('the file is loaded', () => {
          throw error
        }),
    ]
  } finally {
    collected = undefined
  }
}
