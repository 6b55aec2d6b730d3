/** What `epacs verify` holds a package against: its signed list of images, and the receipts of its message. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import {
  type CentreConnection,
  NodeError,
  type PackageForm,
  packagePath,
  takeForOneself,
} from '@epacs/node/client'
import { isThere, sync, takeName } from './final-name.ts'
import { NotGivenOut, persistently } from './persistently.ts'

interface WithProof {
  readonly id: string
  readonly form: PackageForm
  /** Of the package; the proof lies beside it, where `epacs verify` looks for it. */
  readonly path: string
  readonly isReplacing: boolean
}

/**
 * The proof comes first, as `NAME.part`, and gets its names when the package has its own: whatever broke off in between, the same
 * call goes on. Of a package that is there without its proof, the proof alone is fetched.
 *
 * @throws NodeError: what is there is complete, or of something else
 */
export async function fetchWithProof(
  connection: CentreConnection,
  wanted: WithProof,
  fetchPackage: () => Promise<void>,
): Promise<void> {
  const { id, path, isReplacing } = wanted
  const beside = path.replace(/\.zip$/i, '')
  const [manifest, receipts] = [`${beside}.manifest`, `${beside}.receipts.json`]
  const isHere = !isReplacing && (await isThere(path))
  if (!isReplacing) {
    // The receipts get their name last: with them it is complete.
    if (await isThere(receipts)) throw existsAlready(receipts)
    if (!isHere && (await isThere(manifest))) throw existsAlready(manifest)
    if (isHere) await requirePackageOf(connection, wanted)
  }
  await mkdir(dirname(path), { recursive: true })
  const letGo = await takeForOneself(`${manifest}.part`)
  if (letGo === undefined) throw new NotGivenOut(false, `Another process downloads ${manifest} already.`)
  try {
    await fetchSigned(connection, `/api/messages/${id}/manifest`, `${manifest}.part`)
    await fetchSigned(connection, `/api/messages/${id}/receipts`, `${receipts}.part`)
    if (!isHere) await fetchPackage()
    for (const each of [manifest, receipts]) {
      const part = `${each}.part`
      if (isReplacing) await rename(part, each)
      else if (isHere && (await isThere(each))) await requireSame(part, each)
      else await takeName(part, each)
    }
    await sync(dirname(path))
  } finally {
    await letGo()
  }
}

/** As the centre gives it out, byte for byte: it is signed. */
async function fetchSigned(connection: CentreConnection, path: string, part: string): Promise<void> {
  await persistently(async () => {
    await pipeline(await connection.open({ path }), createWriteStream(part, { mode: 0o600 }))
  }, 'Called again, it goes on.')
  await sync(part)
}

/** Only a package's own form has an ETag that is the digest of its bytes; of another one the length alone is known. */
async function requirePackageOf(connection: CentreConnection, { id, form, path }: WithProof): Promise<void> {
  let head: Awaited<ReturnType<CentreConnection['headers']>> = {}
  await persistently(async () => {
    head = await connection.headers({ method: 'HEAD', path: packagePath(id, form) })
  }, 'Called again, it goes on.')
  let isIt = (await stat(path)).size === Number(head['content-length'])
  if (isIt && form === 'file-set') {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    isIt = head.etag === `"${hash.digest('hex')}"`
  }
  if (!isIt) throw existsAlready(path, ', and is not the package of this message')
}

/** The list of a package is the same each time. */
async function requireSame(part: string, path: string): Promise<void> {
  if (!(await readFile(part)).equals(await readFile(path))) throw existsAlready(path)
  await rm(part)
}

function existsAlready(path: string, more = ''): NodeError {
  return new NodeError(`${path} exists already${more}: --force replaces it, --output chooses another name.`)
}
