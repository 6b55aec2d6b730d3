/** Builds the portal when its built files are missing or older than any of its sources. */
import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DemoFailure } from '../failure.ts'
import { isErrno } from '../machine/files.ts'

const SOURCES = ['src', 'public', 'build', 'index.html', 'vite.config.ts', 'package.json', 'tsconfig.json']

async function changedAtMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** The latest change of a file or of anything in a folder; 0 when it does not exist. */
async function latestChangeMs(path: string): Promise<number> {
  const ownMs = await changedAtMs(path)
  if (ownMs === undefined) return 0
  if (!(await stat(path)).isDirectory()) return ownMs
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const changes = await Promise.all(entries.map((entry) => changedAtMs(join(entry.parentPath, entry.name))))
  return Math.max(ownMs, ...changes.map((change) => change ?? 0))
}

export async function isPortalCurrent(portalFolder: string): Promise<boolean> {
  const builtMs = await changedAtMs(join(portalFolder, 'dist/index.html'))
  if (builtMs === undefined) return false
  const sources = await Promise.all(SOURCES.map((source) => latestChangeMs(join(portalFolder, source))))
  return sources.every((sourceMs) => sourceMs <= builtMs)
}

/** By the portal's own program, which puts the files into their place when all are there: two demos may start at once. */
function build(portalFolder: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(portalFolder, 'build/main.ts')], {
      cwd: portalFolder,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    let said = ''
    const keep = (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new DemoFailure(`The portal in ${portalFolder} does not build; Vite said:\n${said.trim()}`))
    })
  })
}

/**
 * Leaves an up-to-date `dist` in the portal's folder.
 * @returns 'current' when there was nothing to do.
 */
export async function keepPortalBuilt(
  portalFolder: string,
  signal: AbortSignal,
): Promise<'built' | 'current'> {
  if (await isPortalCurrent(portalFolder)) return 'current'
  await build(portalFolder, signal)
  return 'built'
}
