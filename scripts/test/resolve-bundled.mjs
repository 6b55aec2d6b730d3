// Loaded before all else in every Node of a run of tests: see bundles.ts. Plain JavaScript, for the many threads that
// load it too.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const { EPACS_TEST_BUNDLED: list } = process.env

/** What a process is started with; a module of ours that imports it means the module itself. */
const isStarted = (parent) => parent === undefined || !parent.endsWith('.ts')

function takeBundles({ importers, packages, programs }) {
  // What is installed elsewhere (a package of the node, for one) brings modules of its own.
  const isOurs = (parent) => importers.some((each) => parent?.startsWith(each))
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context
      const bundled = packages[specifier]
      if (bundled !== undefined && isOurs(parentURL)) {
        return { url: bundled, format: 'module', shortCircuit: true }
      }
      const resolved = next(specifier, context)
      const program = isStarted(parentURL) ? programs[resolved.url] : undefined
      return program === undefined ? resolved : { ...resolved, url: program, format: 'module' }
    },
  })
}

if (list !== undefined) takeBundles(JSON.parse(readFileSync(list, 'utf8')))
