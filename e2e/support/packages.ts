/** What came down: unpacked with another people's tool, compared with what was sent, judged as a file-set. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Download } from '@playwright/test'
import { fileSetJudge } from './network.ts'

const run = promisify(execFile)

/** The folder that the ZIP was unpacked to. */
export async function unpack(zip: string): Promise<string> {
  const folder = `${zip}-unpacked`
  await mkdir(folder)
  await run('unzip', ['-q', zip, '-d', folder])
  return folder
}

export async function savedPackage(download: Download, folder: string): Promise<string> {
  const path = join(folder, download.suggestedFilename())
  await download.saveAs(path)
  return path
}

/** SHA-256 of every file but the DICOMDIR, sorted. */
export async function imageDigests(fileSet: string): Promise<readonly string[]> {
  const entries = await readdir(fileSet, { recursive: true, withFileTypes: true })
  const images = entries.filter((entry) => entry.isFile() && entry.name !== 'DICOMDIR')
  return await digests(images.map(({ parentPath, name }) => join(parentPath, name)))
}

export async function digests(paths: readonly string[]): Promise<readonly string[]> {
  const all = await Promise.all(
    paths.map(async (path) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ),
  )
  return all.sort()
}

/** Throws with the judge's findings when the folder is no conforming file-set. */
export async function judgeFileSet(folder: string): Promise<void> {
  await run('bash', [fileSetJudge, '-q', folder]).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`the file-set in ${folder} fails:\n${error.stdout}${error.stderr}`)
  })
}
