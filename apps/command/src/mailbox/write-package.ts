/** A message's package to the standard output, for the next program: goes on after a cut, and is judged at its end. */
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import {
  type CentreConnection,
  CentreProblem,
  NodeError,
  type PackageForm,
  packagePath,
} from '@epacs/node/client'
import type { Progress } from '../progress.ts'
import { persistently } from './persistently.ts'
import { sizeInWords } from './size-in-words.ts'

interface Writing {
  readonly id: string
  readonly form: PackageForm
  readonly progress: Progress
}

/**
 * Resolves when everything was taken. Nothing is kept beside it: called again, it begins anew.
 *
 * @throws NodeError: it could not be fetched to its end, or what was written is not what the centre tells. Only a package's own form
 * has an ETag that is the digest of its bytes; of another one the length alone is known
 */
export async function writePackage(connection: CentreConnection, writing: Writing): Promise<void> {
  const { id, form, progress } = writing
  // Until everything is checked: also when whoever reads goes away, and the process ends with that.
  process.exitCode = 1
  const hash = createHash('sha256')
  let written = 0
  let etag = ''
  let sizeBytes = Number.POSITIVE_INFINITY
  try {
    await persistently(async () => {
      if (written === sizeBytes) return
      const response = await connection.open({
        path: packagePath(id, form),
        headers: written === 0 ? {} : { range: `bytes=${written}-`, 'if-match': etag },
        signal: new AbortController().signal,
      })
      if (written > 0 && response.statusCode !== 206) {
        response.destroy()
        throw new CentreProblem(response.statusCode ?? 0, 'no-range', 'the rest of the package was asked for')
      }
      etag = String(response.headers.etag ?? '')
      sizeBytes = written + Number(response.headers['content-length'])
      await pipeline(response, connection.downloading(), async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          await writeWhole(chunk)
          hash.update(chunk)
          written += chunk.length
          progress.show(written / sizeBytes, `${sizeInWords(written)} of ${sizeInWords(sizeBytes)}`)
        }
      })
      if (written !== sizeBytes) throw new Error('the package came short')
    }, 'Called again, it begins anew.')
  } catch (error) {
    if (written === 0 || !(error instanceof NodeError)) throw error
    throw new NodeError(
      `Only the first ${written} bytes were written: use nothing of them. ${error.message}`,
      { cause: error },
    )
  } finally {
    progress.end()
  }
  if (form === 'file-set' && etag !== `"${hash.digest('hex')}"`) {
    throw new NodeError('What was written is not what the centre says the package is: use nothing of it.')
  }
  process.exitCode = 0
}

/** Resolves when it was taken. @throws NodeError of a file: it may have taken a piece of it */
async function writeWhole(chunk: Buffer): Promise<void> {
  const { fd } = process.stdout
  if (process.stdout instanceof Socket) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
    return
  }
  try {
    // The stream of a file does not tell when a full disk took a piece of the chunk alone.
    for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new NodeError(`The standard output takes no more: ${reason}. Called again, it begins anew.`, {
      cause: error,
    })
  }
}
