/** A file that one process of this machine works on at a time: its owner's number stands in `NAME.lock` beside it. */

import { open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'

/** @returns undefined: another process has it */
export async function takeForOneself(path: string): Promise<(() => Promise<void>) | undefined> {
  const lock = `${path}.lock`
  if (await isOwnedByAnother(lock)) return undefined
  // What a killed process left.
  await rm(lock, { force: true })
  try {
    const file = await open(lock, 'wx')
    await file.writeFile(JSON.stringify({ host: hostname(), process: process.pid }))
    await file.close()
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined
    throw error
  }
  return async () => await rm(lock, { force: true })
}

async function isOwnedByAnother(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return false
  const owner = ownerIn(text)
  // Just being written, or of another machine that shares the folder: that one alone can tell.
  if (owner === undefined || owner.host !== hostname()) return true
  return owner.process !== process.pid && isRunning(owner.process)
}

function ownerIn(text: string): { readonly host: string; readonly process: number } | undefined {
  try {
    const { host, process: number } = JSON.parse(text)
    return typeof host === 'string' && Number.isInteger(number) ? { host, process: number } : undefined
  } catch {
    return undefined
  }
}

function isRunning(number: number): boolean {
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
