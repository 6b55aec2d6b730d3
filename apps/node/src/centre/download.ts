/** A package from the centre into a file: goes on where it was cut, and is whole when its SHA-256 is the centre's. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { ifPresent } from '../durable-file.ts'
import { type CentreConnection, CentreProblem } from './connection.ts'

/** Durable and checked when it resolves. Fails when the connection breaks: called again, it goes on. */
export async function downloadPackage(
  connection: CentreConnection,
  messageId: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const url = `/api/messages/${messageId}/package`
  const { etag = '', 'content-length': length } = await connection.headers({ method: 'HEAD', path: url })
  const sizeBytes = Number(length)
  const haveBytes = (await ifPresent(stat(path)))?.size ?? 0
  if (haveBytes > sizeBytes) await rm(path)
  const start = haveBytes > sizeBytes ? 0 : haveBytes
  if (start < sizeBytes) {
    const response = await connection.open({
      path: url,
      // A package never changes; should it, the part that is here is of no use.
      headers: { range: `bytes=${start}-`, 'if-match': etag },
      signal,
    })
    if (start > 0 && response.statusCode !== 206) {
      response.destroy()
      throw new CentreProblem(response.statusCode ?? 0, 'no-range', 'the rest of the package was asked for')
    }
    const file = createWriteStream(path, { flags: 'a', mode: 0o600 })
    await pipeline(response, connection.downloading(), file, { signal })
  }
  if (etag !== `"${await sha256Of(path)}"`) {
    await rm(path)
    throw new Error('the package is not what the centre says it is; it is fetched anew')
  }
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}
