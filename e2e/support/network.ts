/** The demo network that all tests share: where it is, who is in it. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccessFile, accessFile } from '@epacs/demo'

export const FIRST_PORT = Number(process.env.E2E_PORT ?? 18_443)
/** A new folder for each run, so that tests start from the first message alone. */
export const dataFolder = process.env.E2E_DATA ?? join(tmpdir(), `epacs-e2e-${FIRST_PORT}`)
export const repository = join(import.meta.dirname, '../..')

let access: AccessFile | undefined

export function network(): AccessFile {
  access ??= accessFile.parse(JSON.parse(readFileSync(join(dataFolder, 'access.json'), 'utf8')))
  return access
}

/** The real images and ZIPs that lie beside the repository. */
export function sharedData(path: string): string {
  return join(repository, '../shared/data', path)
}
