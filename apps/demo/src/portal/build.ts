/** Builds the portal when its built files are missing or older than any of its sources. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
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

function viteProgram(portalFolder: string): string {
  const manifest = createRequire(join(portalFolder, 'package.json')).resolve('vite/package.json')
  return join(dirname(manifest), 'bin/vite.js')
}

function build(portalFolder: string, outFolder: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [
      viteProgram(portalFolder),
      'build',
      '--outDir',
      outFolder,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ]
    const child = spawn(process.execPath, args, {
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
 * Leaves an up-to-date `dist` in the portal's folder. It is built beside and then exchanged, so that two demos may
 * start at once, and so that an interrupted build does not pass for a finished one.
 * @returns 'current' when there was nothing to do.
 */
export async function keepPortalBuilt(
  portalFolder: string,
  signal: AbortSignal,
): Promise<'built' | 'current'> {
  if (await isPortalCurrent(portalFolder)) return 'current'
  const cache = join(portalFolder, '.cache')
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'build-'))
  const begun = new Date()
  try {
    await build(portalFolder, join(work, 'new'), signal)
    // As old as the sources that it was made of: what is saved during the build is newer.
    await utimes(join(work, 'new/index.html'), begun, begun)
    const dist = join(portalFolder, 'dist')
    await exchange(dist, join(work, 'new'), join(work, 'old'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return 'built'
}

async function exchange(dist: string, fresh: string, aside: string): Promise<void> {
  try {
    await rename(dist, aside)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
  try {
    await rename(fresh, dist)
  } catch (error) {
    // Another demo finished the same build in between: its files are as good.
    if (!isErrno(error, 'ENOTEMPTY') && !isErrno(error, 'EEXIST')) throw error
  }
}
