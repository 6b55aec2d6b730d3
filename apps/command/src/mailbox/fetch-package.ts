/** A message's package into a file of its own name: goes on where it was cut, checked by its SHA-256, or in another form by its files' CRC-32s. */
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type CentreConnection,
  CentreProblem,
  downloadPackage,
  GrowingFile,
  type MadeForm,
  NodeError,
  type PackageForm,
  packagePath,
  takeForOneself,
} from '@epacs/node/client'
import { plain } from '../plain.ts'
import type { Progress } from '../progress.ts'
import { sizeInWords } from './size-in-words.ts'

/** Broken connections in a row, with growing pauses between them: about two minutes. */
const MOST_FAILURES = 8
const FIRST_PAUSE_MS = 500
const SHOW_EVERY_MS = 200
/** How often a package may become another one while it is downloaded. */
const MOST_CHANGES = 3

export interface Fetching {
  readonly id: string
  readonly sizeBytes: number
  readonly form?: PackageForm
  /** The finished file; a part lies beside it as `NAME.part`, or with its ETag's beginning before that in another form. */
  readonly path: string
  readonly isReplacing: boolean
  readonly progress: Progress
}

export function packagePathIn(folder: string, id: string, form: PackageForm = 'file-set'): string {
  return join(folder, `epacs-${id}${form === 'xdm' ? '-xdm' : ''}.zip`)
}

/** It does not come: not any more, or not now. */
export class NotGivenOut extends NodeError {
  /** The message is gone, its data deleted, or not for this mailbox: asking again is of no use. */
  readonly isForGood: boolean

  constructor(isForGood: boolean, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.isForGood = isForGood
  }
}

/**
 * Resolves when the file is on the disk.
 *
 * @throws NotGivenOut: the centre does not give it out, or another process downloads it. NodeError: the file exists already, or the
 * disk does not take it
 */
export async function fetchPackage(connection: CentreConnection, fetching: Fetching): Promise<void> {
  const { path, isReplacing } = fetching
  if (!isReplacing && (await isThere(path))) {
    throw new NodeError(`${path} exists already: --force replaces it, --output chooses another name.`)
  }
  await mkdir(dirname(path), { recursive: true })
  if (fetching.form === undefined || fetching.form === 'file-set') {
    await throughPart(connection, `${path}.part`, fetching, undefined)
    return
  }
  await fetchMade(connection, fetching, fetching.form)
}

/** In another form than the package's own: each of its ETags has a part of its own, and its files' CRC-32s tell whether it is whole. */
async function fetchMade(connection: CentreConnection, fetching: Fetching, form: PackageForm): Promise<void> {
  for (let changes = 0; ; changes++) {
    const { etag, mark, sizeBytes } = await inForm(connection, fetching.id, form)
    const part = `${fetching.path}.${mark}.part`
    await removeOtherParts(fetching.path, part)
    try {
      await throughPart(connection, part, { ...fetching, sizeBytes }, { form, etag })
      return
    } catch (error) {
      if (!isChanged(error) || changes >= MOST_CHANGES) throw error
    }
  }
}

async function throughPart(
  connection: CentreConnection,
  part: string,
  fetching: Fetching,
  made: MadeForm | undefined,
): Promise<void> {
  const { path, isReplacing } = fetching
  const letGo = await takeForOneself(part)
  if (letGo === undefined) {
    throw new NotGivenOut(false, `Another process downloads ${path} already.`)
  }
  try {
    await fetchPart(connection, part, fetching, made)
    if (made !== undefined) await requireSound(part, path)
    if (isReplacing) await rename(part, path)
    else await takeName(part, path)
    await sync(dirname(path))
  } catch (error) {
    if (made !== undefined && isChanged(error)) await rm(part, { force: true })
    throw error
  } finally {
    await letGo()
  }
}

async function inForm(
  connection: CentreConnection,
  id: string,
  form: PackageForm,
): Promise<{ readonly etag: string; readonly mark: string; readonly sizeBytes: number }> {
  let head: Awaited<ReturnType<CentreConnection['headers']>> = {}
  await persistently(async () => {
    head = await connection.headers({ method: 'HEAD', path: packagePath(id, form) })
  })
  const etag = String(head.etag ?? '')
  const mark = etag.replaceAll(/[^0-9a-f]/g, '').slice(0, 16)
  return { etag, mark, sizeBytes: Number(head['content-length']) }
}

/** Of what the package was before it changed at the centre; nothing can go on with them. */
async function removeOtherParts(path: string, part: string): Promise<void> {
  const folder = dirname(path)
  const name = basename(path)
  for (const each of await readdir(folder)) {
    const other = join(folder, each)
    const isPart = each.startsWith(`${name}.`) && /^\.[0-9a-f]{16}\.part$/.test(each.slice(name.length))
    if (!isPart || other === join(part)) continue
    const letGo = await takeForOneself(other)
    if (letGo === undefined) continue
    await rm(other, { force: true })
    await letGo()
  }
}

/** @throws NodeError: the part is removed, and the next call begins anew */
async function requireSound(part: string, path: string): Promise<void> {
  const { damagedFile } = await import('@epacs/proof')
  const damaged = await damagedFile(part)
  if (damaged === undefined) return
  await rm(part)
  const what = damaged.name === '' ? 'the ZIP cannot be read' : `${plain(damaged.name)} in it is damaged`
  throw new NotGivenOut(
    false,
    `What was downloaded as ${path} is not what the centre made: ${what}. It was removed; called again, it is fetched anew.`,
  )
}

async function fetchPart(
  connection: CentreConnection,
  part: string,
  { id, sizeBytes, progress }: Fetching,
  made: MadeForm | undefined,
): Promise<void> {
  const file = new GrowingFile(part)
  const showing = setInterval(() => {
    const share = sizeBytes === 0 ? 0 : file.finalBytes / sizeBytes
    progress.show(share, `${sizeInWords(file.finalBytes)} of ${sizeInWords(sizeBytes)}`)
  }, SHOW_EVERY_MS)
  try {
    await persistently(async () => {
      await downloadPackage(connection, id, file, new AbortController().signal, made)
    })
  } finally {
    clearInterval(showing)
    progress.end()
  }
  await sync(part)
}

/** Where somebody else has taken the name meanwhile, nothing of theirs is replaced. */
async function takeName(part: string, path: string): Promise<void> {
  try {
    await link(part, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new NodeError(`${path} exists by now; what was downloaded is ${part}.`, { cause: error })
    }
    // A file system without second names.
    await rename(part, path)
    return
  }
  await rm(part)
}

/** Again after broken connections. @throws NotGivenOut, NodeError of the disk */
export async function persistently(step: () => Promise<void>): Promise<void> {
  for (let failures = 1; ; failures++) {
    try {
      await step()
      return
    } catch (error) {
      const isFinal = error instanceof CentreProblem && !error.mayPass
      if (isFinal || isOfDisk(error) || failures >= MOST_FAILURES) throw inWords(error, isGone(error))
      await delay(FIRST_PAUSE_MS * 2 ** failures)
    }
  }
}

/** The package was made anew at the centre since its ETag was asked for. */
function isChanged(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {}
  return cause instanceof CentreProblem && cause.status === 412
}

/** What was lost at the centre, or is held up on the way, may come one day; what was deleted does not. */
function isGone(error: unknown): boolean {
  return error instanceof CentreProblem && (error.status === 404 || error.code === 'data-deleted')
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'EISDIR', 'ENOTDIR', 'EPERM'].includes(String(error.code))
  )
}

function inWords(error: unknown, isForGood: boolean): NodeError {
  const reason = error instanceof Error ? error.message : String(error)
  const text = `It could not be downloaded whole: ${reason}${isForGood ? '' : ' Called again, it goes on.'}`
  return isOfDisk(error)
    ? new NodeError(text, { cause: error })
    : new NotGivenOut(isForGood, text, { cause: error })
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

async function sync(path: string): Promise<void> {
  // Folders cannot be opened on Windows.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
