/** Centre and nodes are measured as production runs them: from bundles, built of the sources as they are. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const BUILD = fileURLToPath(new URL('../../../scripts/bundle/main.ts', import.meta.url))

/** Builds those that are not fresh, and says what is measured. */
export async function buildBundles(): Promise<void> {
  // A run of tests has bundles of its own.
  if (process.env.EPACS_TEST_BUNDLED !== undefined) return
  await promisify(execFile)(process.execPath, [BUILD])
  console.error('centre and nodes run from the bundles that npm run build makes')
}
