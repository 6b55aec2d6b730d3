/**
 * `node scripts/node.mjs scripts/test/bundled.ts FILE ...` runs a program that starts centres and nodes by the thousand, such as
 * `npm run crash`: with the bundles of a run of tests, and with modules that are compiled once.
 */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { useBundles } from './bundles.ts'

const [program, ...args] = process.argv.slice(2)
if (program === undefined) throw new Error('no program is named')
const folder = await mkdtemp(join(tmpdir(), 'epacs-bundled-'))
try {
  // What runs as the database's account has to get through.
  await chmod(folder, 0o711)
  await useBundles([program], join(folder, 'bundles'))
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  process.exitCode = await run(resolve(program), args)
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function run(path: string, given: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, path, ...given], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  // Ctrl-C reaches the child from the terminal by itself.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  return await new Promise((ended, failed) => {
    child.once('error', failed)
    child.once('exit', (code, signal) =>
      ended(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    )
  })
}
