/** The folder of the embedded database: making it, its password, and how its programs are given its path. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { EmbeddedDatabaseError } from './error.ts'

export const DATABASE_USER = 'epacs'

export interface Cluster {
  readonly folder: string
  readonly password: string
  readonly account: Account | undefined
  readonly binaries: Binaries
}

/**
 * How a program is told where the cluster is, when it runs in that folder. As root, the folders above may be
 * closed to the database's account (a home, a mode-700 folder): Linux leads there past them.
 */
export function clusterArgument({ folder, account }: Pick<Cluster, 'folder' | 'account'>): string {
  return account !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : folder
}

/** Options of `spawn` for the programs of the cluster. */
export function clusterProcess({ folder, account }: Pick<Cluster, 'folder' | 'account'>) {
  return {
    cwd: folder,
    env: { PATH: process.env.PATH, LC_MESSAGES: 'C', TZ: 'UTC' },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  }
}

export async function openCluster(
  dataFolder: string,
  account: Account | undefined,
  binaries: Binaries,
): Promise<Cluster> {
  const folder = join(dataFolder, 'postgresql')
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const password = await readOrMakePassword(passwordPath(dataFolder))
  const cluster: Cluster = { folder, password, account, binaries }
  if (!(await isInitialised(folder))) await initialise(cluster)
  return cluster
}

function passwordPath(dataFolder: string): string {
  return join(dataFolder, 'postgresql.password')
}

export async function readPassword(dataFolder: string): Promise<string> {
  return (await readFile(passwordPath(dataFolder), 'utf8')).trim()
}

async function readOrMakePassword(path: string): Promise<string> {
  try {
    await writeFile(path, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return (await readFile(path, 'utf8')).trim()
}

/** Written last by `initialise`: a cluster whose making was interrupted is made again. */
function markPath(folder: string): string {
  return join(folder, 'epacs-initialised')
}

/** Whether a centre has had its own database there. */
export async function hasCluster(dataFolder: string): Promise<boolean> {
  return await isInitialised(join(dataFolder, 'postgresql'))
}

async function isInitialised(folder: string): Promise<boolean> {
  return await stat(markPath(folder)).then(
    () => true,
    () => false,
  )
}

async function initialise(cluster: Cluster): Promise<void> {
  const { folder, account, binaries, password } = cluster
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  const secrets = await mkdtemp(join(tmpdir(), 'epacs-postgresql-'))
  try {
    const passwordFile = join(secrets, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (account !== undefined) {
      for (const path of [folder, secrets, passwordFile]) await chown(path, account.uid, account.gid)
    }
    await chmod(folder, 0o700)
    await runInitdb(binaries.initdb, cluster, [
      `--pgdata=${clusterArgument(cluster)}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ])
  } finally {
    await rm(secrets, { recursive: true, force: true })
  }
  await writeFile(markPath(folder), '', { flush: true })
}

async function runInitdb(initdb: string, cluster: Cluster, args: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(initdb, args, { ...clusterProcess(cluster), stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000)
    })
    child.on('error', (error) => reject(new EmbeddedDatabaseError('initdb cannot be run.', { cause: error })))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new EmbeddedDatabaseError(`The embedded database cannot be made: ${complaint.trim()}`))
    })
  })
}
