/** `npm run demo`: options, signals, exit code. What happens in between is in start.ts. */
import { revoke } from './authority/revoked.ts'
import { DemoFailure, Misuse } from './failure.ts'
import { takeRoles } from './jtp/taken-roles.ts'
import { dataPaths } from './machine/data-folder.ts'
import { type DemoOptions, HELP, readOptions } from './options.ts'
import { repository } from './places.ts'
import { animatedProgress, plainProgress } from './progress.ts'
import { startDemo, stopAll, type Undo } from './start.ts'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** The contract grants ten seconds (ARCHITECTURE.md); a part that hangs must not use up more. */
const STOP_WITHIN_MS = 9_500

function write(text: string): void {
  process.stdout.write(text)
}

function fail(error: unknown): void {
  console.error(error instanceof DemoFailure ? error.message : error)
}

async function revokeCertificate(dataFolder: string, name: string): Promise<void> {
  const revoked = await revoke(dataPaths(dataFolder).certificates, name)
  write(`The certificate of ${revoked} is revoked: a running demo shuts it out within a minute or two.\n`)
}

async function takeRole(dataFolder: string, login: string): Promise<void> {
  const name = await takeRoles(dataPaths(dataFolder).jtpTakenRoles, login)
  write(`${name} has no role in JTP any more: the next sign-in is refused.\n`)
}

/** Runs until a signal or a breakdown; returns the exit code. */
async function run(options: DemoOptions): Promise<0 | 1> {
  const isAnimated = !options.isHeadless && process.stdout.isTTY && process.env.CI === undefined
  const asked = new AbortController()
  const untilAsked = new Promise<'asked'>((resolve) => {
    for (const signal of STOP_SIGNALS) {
      process.on(signal, () => {
        asked.abort(signal)
        resolve('asked')
      })
    }
  })
  const undo: Undo = { stops: [] }
  let exitCode: 0 | 1 = 0
  try {
    const progress = isAnimated ? animatedProgress() : plainProgress(write)
    const demo = await startDemo(options, progress, asked.signal, undo)
    write(`${demo.description}\nready ${demo.access.portal}\n`)
    const broken = await Promise.race([untilAsked, demo.broken])
    if (broken !== 'asked') throw broken
  } catch (error) {
    if (!asked.signal.aborted) {
      exitCode = 1
      fail(error)
    }
  }
  const inTime = setTimeout(() => process.exit(exitCode), STOP_WITHIN_MS)
  await stopAll(undo)
  clearTimeout(inTime)
  return exitCode
}

try {
  const options = readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), repository)
  if (options === 'help') write(HELP)
  else if (options.revoke !== undefined) await revokeCertificate(options.dataFolder, options.revoke)
  else if (options.takeRole !== undefined) await takeRole(options.dataFolder, options.takeRole)
  else process.exitCode = await run(options)
} catch (error) {
  fail(error)
  process.exitCode = error instanceof Misuse ? 2 : 1
}
