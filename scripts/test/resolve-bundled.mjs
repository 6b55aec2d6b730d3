// Loaded before all else in every Node of a run of tests: see bundled-packages.ts. Plain JavaScript, for the many
// threads that load it too.
import { registerHooks } from 'node:module'

const repository = new URL('../../', import.meta.url).href
const bundled = new Map(Object.entries(JSON.parse(process.env.EPACS_TEST_BUNDLED ?? '{}')))

// What is installed elsewhere (a package of the node, for one) brings modules of its own.
if (bundled.size > 0) {
  registerHooks({
    resolve(specifier, context, next) {
      const url = bundled.get(specifier)
      return url !== undefined && context.parentURL?.startsWith(repository)
        ? { url, format: 'module', shortCircuit: true }
        : next(specifier, context)
    },
  })
}
