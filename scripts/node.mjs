// Every command starts here, on whatever Node the machine has: `node scripts/node.mjs FILE ...` runs FILE, or what it was
// bundled into (`npm run build`) if none of its modules has changed since, on Node 24, which stands in package-lock.json
// as a platform package. (npm 10 loses the `.bin/node` link when packages of other platforms share its name, so nobody may
// count on that link.) Plain JavaScript: it must run on old versions too, if only to say so.
import { spawn } from 'node:child_process'
import * as modules from 'node:module'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED_MAJOR = 24
const [file, ...rest] = process.argv.slice(2)

function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  try {
    const manifest = modules
      .createRequire(import.meta.url)
      .resolve(`node-${platform}-${process.arch}/package.json`)
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  } catch {
    return undefined
  }
}

const isNewEnough = Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR
const pinned = pinnedNode()
if (pinned) process.env.PATH = `${dirname(pinned)}${delimiter}${process.env.PATH ?? ''}`

// Compiled once, and not at every start: it is sooner ready and takes 14 MB less of memory. Beside the modules, where
// nobody writes who may not write these; where it cannot be written, every start compiles.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

if (isNewEnough) {
  modules.enableCompileCache(process.env.NODE_COMPILE_CACHE)
  const source = resolve(file)
  process.argv.splice(1, 2, source)
  const { freshBundle } = await import('./bundle/fresh-bundle.mjs')
  // A run of tests has bundles of its own (scripts/test/bundles.ts).
  const bundled = process.env.EPACS_TEST_BUNDLED === undefined ? freshBundle(source) : undefined
  await import(pathToFileURL(bundled ?? source).href)
} else if (pinned) {
  const launcher = fileURLToPath(import.meta.url)
  const child = spawn(pinned, [...process.execArgv, launcher, file, ...rest], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // Ctrl-C reaches the child from the terminal by itself; a second one would mean "now, at once".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  child.on('error', (error) => {
    console.error(
      `Node.js ${NEEDED_MAJOR} at ${pinned} does not start: ${error.message}. Run "npm ci" again.`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
} else {
  console.error(
    `ePACS needs Node.js ${NEEDED_MAJOR} (this is ${process.version}): run "npm ci" in this folder, which brings it on Linux and Windows; on other systems install Node.js ${NEEDED_MAJOR} first.`,
  )
  process.exit(1)
}
