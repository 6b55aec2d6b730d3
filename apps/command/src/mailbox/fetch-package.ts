/** A message's package into a file of its own name: goes on where it was cut, checked by its SHA-256, or in another form by its files' CRC-32s. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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
import { isThere, sync, takeName } from './final-name.ts'
import { NotGivenOut, persistently } from './persistently.ts'
import { sizeInWords } from './size-in-words.ts'

const SHOW_EVERY_MS = 200
const GOES_ON = 'Called again, it goes on.'
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
  }, GOES_ON)
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
    }, GOES_ON)
  } finally {
    clearInterval(showing)
    progress.end()
  }
  await sync(part)
}

/** The package was made anew at the centre since its ETag was asked for. */
function isChanged(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {}
  return cause instanceof CentreProblem && cause.status === 412
}
