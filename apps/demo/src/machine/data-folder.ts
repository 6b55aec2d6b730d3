/** The folder that holds everything of one demo: made when missing, proved writable. */
import { existsSync, statSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DemoFailure } from '../failure.ts'

/** What lies where below the data folder. */
export function dataPaths(folder: string) {
  return {
    folder,
    access: join(folder, 'access.json'),
    lock: join(folder, 'demo.lock'),
    certificates: join(folder, 'certificates'),
    jtpKeys: join(folder, 'jtp.json'),
    jtpTakenRoles: join(folder, 'jtp-taken-roles.json'),
    jtpClientSecret: join(folder, 'jtp-client-secret'),
    centre: join(folder, 'centre'),
    /** The centre's own, kept below its folder. */
    database: join(folder, 'centre', 'postgresql'),
    centreConfig: join(folder, 'centre.json'),
    centreLog: join(folder, 'centre.log'),
    bootstrap: join(folder, 'bootstrap.json'),
    sampleSent: join(folder, 'sample-message.json'),
  }
}
export type DataPaths = ReturnType<typeof dataPaths>

const reasons: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'no folder can be made there',
  EEXIST: 'a file of that name is in the way',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the name is too long',
}

/** Throws a DemoFailure that names the folder when nothing can be written into it. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    const probe = join(folder, `.writable-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    const reason = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))
    throw new DemoFailure(
      `The folder ${folder} cannot be used for the demo's data (${reason}): choose another with --data DIR.`,
    )
  }
}

/**
 * With its parents. `mkdir`'s own `recursive` tries for ever, and no signal ends it, where the parent exists and yet
 * answers ENOENT, as /proc does (Node.js 24.21).
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return
    const parent = dirname(folder)
    if (code !== 'ENOENT' || existsSync(parent)) throw error
    await makeFolder(parent)
    await mkdir(folder)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
