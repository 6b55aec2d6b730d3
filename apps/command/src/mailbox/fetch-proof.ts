/** What `epacs verify` holds a package against: its signed list of images, and the receipts of its message. */
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type CentreConnection, NodeError } from '@epacs/node/client'

/** Beside the package, where `epacs verify` looks for the list. */
function proofPaths(packagePath: string): readonly [manifest: string, receipts: string] {
  const beside = packagePath.replace(/\.zip$/i, '')
  return [`${beside}.manifest`, `${beside}.receipts.json`]
}

/** @throws NodeError: before anything is fetched */
export async function requireNoProof(packagePath: string): Promise<void> {
  for (const path of proofPaths(packagePath)) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    )
    if (isThere) throw new NodeError(`${path} exists already: --force replaces it.`)
  }
}

/** As the centre gives them out, byte for byte: they are signed. */
export async function fetchProof(
  connection: CentreConnection,
  message: string,
  packagePath: string,
): Promise<void> {
  const [manifest, receipts] = proofPaths(packagePath)
  for (const [what, path] of [
    ['manifest', manifest],
    ['receipts', receipts],
  ]) {
    const response = await connection.open({ path: `/api/messages/${message}/${what}` })
    await pipeline(response, createWriteStream(String(path), { mode: 0o600 }))
  }
}
