/** The doctor on this machine: disk, the key's file, what the configuration names, certificates, clock's zone. */
import { X509Certificate } from 'node:crypto'
import { access, constants, open, readFile, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeConfig } from '../config/schema.ts'
import { refuseUnusable } from '../config/tls-files.ts'
import { filesOfNode } from '../encryption/files-of-node.ts'
import { identityPath, type NodeIdentity } from '../enrolment/identity-file.ts'
import { certificateEnd, isRenewalDue } from '../enrolment/renewal.ts'
import { bad, type Finding, good, wordsOf } from './finding.ts'

const TRIES = 5
const TRIED_BYTES = 64 * 1024
/** A sync that takes longer makes a PACS wait that asks for commitment, and a message wait for its end. */
const SLOW_SYNC_MS = 500
const DAY_MS = 24 * 60 * 60_000
const SOON_MS = 14 * DAY_MS
/** Of the files that hold keys: nobody but their owner (POSIX). */
const OTHERS = 0o077

export async function* folder(config: NodeConfig): AsyncGenerator<Finding> {
  const what = 'disk'
  const { dataFolder, dicom } = config
  let syncMs: number
  try {
    await access(dataFolder, constants.W_OK)
    syncMs = await syncTime(dataFolder)
  } catch (error) {
    yield bad(
      what,
      `${dataFolder} cannot be written to (${wordsOf(error)}): give it to the user that the node runs as.`,
    )
    return
  }
  const { bavail, bsize } = await statfs(dataFolder)
  const freeBytes = bavail * bsize
  const shown = `${(freeBytes / 1e9).toFixed(1)} GB free in ${dataFolder}, a sync takes ${syncMs.toFixed(1)} ms`
  if (freeBytes <= dicom.diskReserveBytes) {
    yield bad(what, `${shown}; less than dicom.diskReserveBytes is free: images are refused. Make room.`)
  } else if (syncMs > SLOW_SYNC_MS) {
    yield bad(what, `${shown}: that is too slow. Put dataFolder on a disk of this machine.`)
  } else yield good(what, shown)
  yield await key(dataFolder)
  yield await encryption(config)
}

/** The middle one of some, in milliseconds. */
async function syncTime(folder: string): Promise<number> {
  const path = join(folder, `doctor-${process.pid}`)
  const file = await open(path, 'wx', 0o600)
  try {
    const times: number[] = []
    for (let tries = 0; tries < TRIES; tries++) {
      const sinceMs = performance.now()
      await file.write(Buffer.alloc(TRIED_BYTES))
      await file.sync()
      times.push(performance.now() - sinceMs)
    }
    return times.toSorted((a, b) => a - b)[Math.floor(TRIES / 2)] ?? 0
  } finally {
    await file.close()
    await rm(path, { force: true })
  }
}

async function key(dataFolder: string): Promise<Finding> {
  const what = 'key'
  const path = identityPath(dataFolder)
  const { mode } = await stat(path)
  // Windows has no such modes: who may read the folder is told in docs/node.md.
  if (process.platform === 'win32') return good(what, `in ${path}; that others cannot read it is not checked`)
  if ((mode & OTHERS) === 0) return good(what, `${path} is its user's alone`)
  return bad(what, `${path} holds the node's key and can be read by others: chmod 600 ${path}`)
}

/** As the start asks for it: the keys that the folder needs are at hand. */
async function encryption(config: NodeConfig): Promise<Finding> {
  const what = 'encryption'
  const { keyFile, keyCommand } = config.encryption
  try {
    const files = await filesOfNode(config)
    if (files.isPlain) return good(what, `none: images lie in ${config.dataFolder} as they came`)
    return good(what, `with the newest key of ${keyFile ?? keyCommand?.[0]}; keep a copy of it elsewhere`)
  } catch (error) {
    return bad(what, wordsOf(error))
  }
}

export function certificate(identity: NodeIdentity): Finding {
  const what = 'certificate'
  const end = certificateEnd(identity)
  const now = new Date()
  const shown = `until ${end.toISOString().slice(0, 10)}`
  if (end <= now) {
    return bad(
      what,
      `it ended (${shown}): ask the operator for a code, and enrol anew in an empty data folder.`,
    )
  }
  // By then the node, were it running and let in, would have renewed it.
  if (isRenewalDue(identity, new Date(now.getTime() - DAY_MS))) {
    return bad(
      what,
      `${shown}, and it was to be renewed before now: run the node, and let it reach the centre.`,
    )
  }
  return good(what, shown)
}

/** Certificates and keys that the configuration names, on the hospital's side. */
export async function* ownFiles(config: NodeConfig): AsyncGenerator<Finding> {
  const what = 'files of TLS'
  try {
    await refuseUnusable(config)
  } catch (error) {
    yield bad(what, wordsOf(error))
    return
  }
  const own = [
    ['dicom.tls', config.dicom.tls],
    ['page.listen', config.page.listen],
    ['stow.tls', config.stow?.tls],
    ...config.pacs.map(({ name, tls }) => [`tls of ${name}`, tls] as const),
  ] as const
  for (const [option, tls] of own) {
    const file = tls?.certificateFile ?? null
    if (file === null) continue
    const end = new Date(new X509Certificate(await readFile(file)).validTo)
    const shown = `${file} (${option}) serves until ${end.toISOString().slice(0, 10)}`
    if (end.getTime() - Date.now() > SOON_MS) yield good(what, shown)
    else
      yield bad(what, `${shown}: have the hospital's authority issue a new one; epacs node reload reads it.`)
  }
}

export async function* watchedFolders({ folders }: NodeConfig): AsyncGenerator<Finding> {
  for (const { path } of folders) {
    try {
      await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
      yield good('watched folder', path)
    } catch (error) {
      yield bad(
        'watched folder',
        `${path}: ${wordsOf(error)}. It must be there, and the node's user must be able to write in it; under systemd it is named by ReadWritePaths.`,
      )
    }
  }
}

/** The hours of `bandwidth` are by it. */
export function timeZone(): Finding {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const now = new Date().toTimeString().slice(0, 5)
  return good('time zone', `${timeZone}: it is ${now}, by which the hours of bandwidth are`)
}
