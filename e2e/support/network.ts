/** The demo network that all tests share: where it is, who is in it. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type AccessFile, accessFile } from '@epacs/demo'

export const FIRST_PORT = Number(process.env.E2E_PORT ?? 18_443)
/** A new folder for each run, so that tests start from the first message alone. */
export const dataFolder = process.env.E2E_DATA ?? join(tmpdir(), `epacs-e2e-${FIRST_PORT}`)
export const repository = resolve(import.meta.dirname, '../..')

/** Real images and the judge of file-sets lie beside the repository. */
const shared = resolve(repository, process.env.EPACS_SHARED ?? '../shared')

let access: AccessFile | undefined

export function network(): AccessFile {
  access ??= accessOf(dataFolder)
  return access
}

export function accessOf(folder: string): AccessFile {
  return accessFile.parse(JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8')))
}

/** PEM files. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** For `test.use({ clientCertificates })`. */
export function certificatesOf(person: KeyPair | undefined) {
  if (person === undefined) throw new Error('nobody has such a certificate')
  return [{ origin: network().certificateEntrance, certPath: person.cert, keyPath: person.key }]
}

export function sharedData(path: string): string {
  return join(shared, 'data', path)
}

export const fileSetJudge = join(shared, 'oracle/check_fileset.sh')
