/** A package from the centre into a file: goes on where it was cut, and is whole when its SHA-256 is the centre's. */
import { createHash, type Hash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { giveUpChunk, readRange } from '@epacs/package'
import { begunBytes, ifWhole, wholeBytes } from '../encryption/stored-file.ts'
import type { GrowingFile } from '../growing-file.ts'
import { writeFully } from '../write-fully.ts'
import { type CentreConnection, CentreProblem } from './connection.ts'

/** That wait while a write is under way. */
const GATHERED_BYTES = 1024 * 1024
const READ_BYTES = 1024 * 1024

export type PackageForm = 'file-set' | 'xdm'

export interface MadeForm {
  readonly form: PackageForm
  /** With its quotes, as the centre told it. */
  readonly etag: string
}

/** Of a message as it is downloaded in this form. */
export function packagePath(messageId: string, form: PackageForm): string {
  return `/api/messages/${messageId}/package${form === 'xdm' ? '?form=xdm' : ''}`
}

/**
 * Checked when it resolves, and not synced; `file` tells meanwhile how much of it is there. Fails when the connection breaks:
 * called again, it goes on. @returns the SHA-256 of what is there
 *
 * @param made another form than the package's own, made as it is read: its ETag is no digest of its bytes, so that whoever calls
 * keeps what is there under it, and checks the whole. Another one by now is a CentreProblem of status 412
 */
export async function downloadPackage(
  connection: Pick<CentreConnection, 'headers' | 'open' | 'downloading'>,
  messageId: string,
  file: GrowingFile,
  signal: AbortSignal,
  made?: MadeForm,
): Promise<string> {
  const { path, files } = file
  const url = packagePath(messageId, made?.form ?? 'file-set')
  const completeBytes = files.isPlain ? undefined : await wholeBytes(files, path)
  const haveBytes = completeBytes ?? (await begunBytes(files, path))
  let hash = createHash('sha256')
  const { etag, sizeBytes } =
    haveBytes === 0
      ? await fetchFrom(0, made?.etag)
      : await goOn(
          await connection.headers({
            ...{ method: 'HEAD', path: url, signal },
            ...(made && { headers: { 'if-match': made.etag } }),
          }),
        )
  const sha256 = hash.digest('hex')
  if (made === undefined && etag !== `"${sha256}"`) {
    file.tell(0, false)
    await rm(path)
    throw new Error('the package is not what the centre says it is; it is fetched anew')
  }
  file.tell(sizeBytes, true)
  return sha256

  async function goOn(head: Readonly<Record<string, unknown>>) {
    const [etag, sizeBytes] = [String(head.etag), Number(head['content-length'])]
    // Nothing is added to one that was encrypted to its end.
    const isUsable = haveBytes === sizeBytes || (haveBytes < sizeBytes && completeBytes === undefined)
    const read = isUsable ? await ifWhole(beginningOf(file, haveBytes)) : undefined
    if (read === undefined) {
      await rm(path)
      file.tell(0, false)
      return await fetchFrom(0, etag)
    }
    hash = read.hash
    // What is behind the last whole unit is written again with what follows it.
    file.tell(haveBytes - (haveBytes % read.unitBytes), false)
    if (haveBytes < sizeBytes) return await fetchFrom(haveBytes, etag)
    // Broken off between its last byte and the word that it is complete.
    if (!files.isPlain && completeBytes === undefined) await complete(file)
    return { etag, sizeBytes }
  }

  async function fetchFrom(start: number, expected: string | undefined) {
    const response = await connection.open({
      path: url,
      headers: {
        ...(start === 0 ? {} : { range: `bytes=${start}-` }),
        // A package never changes; should it, the part that is here is of no use.
        ...(expected === undefined || (start === 0 && made === undefined) ? {} : { 'if-match': expected }),
      },
      signal,
    })
    if (start > 0 && response.statusCode !== 206) {
      response.destroy()
      throw new CentreProblem(response.statusCode ?? 0, 'no-range', 'the rest of the package was asked for')
    }
    const output = await files.open(path, start === 0 ? 'w+' : 'r+', 0o600)
    const { unitBytes = 1 } = output
    let sizeBytes = start
    const write = async (chunks: readonly Buffer[]) => {
      for (const chunk of chunks) hash.update(chunk)
      await writeFully(output, chunks, sizeBytes, (bytes) => {
        sizeBytes += bytes
      })
      for (const chunk of chunks) giveUpChunk(chunk)
      file.tell(sizeBytes - (sizeBytes % unitBytes), false)
    }
    try {
      await pipeline(response, connection.downloading(), gathering(write), { signal })
      if (sizeBytes - start === Number(response.headers['content-length'])) await output.complete?.()
    } finally {
      await output.close()
    }
    const { etag = '', 'content-length': length } = response.headers
    if (made !== undefined && etag !== made.etag) {
      throw new CentreProblem(412, 'precondition-failed', 'the package is another by now')
    }
    if (sizeBytes - start !== Number(length)) throw new Error('the package came short')
    return { etag, sizeBytes }
  }
}

interface Beginning {
  /** Of all of it. */
  readonly hash: Hash
  readonly unitBytes: number
}

async function beginningOf({ files, path }: GrowingFile, bytes: number): Promise<Beginning> {
  const hash = createHash('sha256')
  const input = await files.openGrowing(path)
  const { unitBytes = 1 } = input
  try {
    for await (const chunk of readRange(input, 0, bytes, READ_BYTES)) hash.update(chunk)
    return { hash, unitBytes }
  } finally {
    await input.close()
  }
}

async function complete({ files, path }: GrowingFile): Promise<void> {
  const output = await files.open(path, 'r+')
  try {
    await output.complete?.()
  } finally {
    await output.close()
  }
}

/** What comes while a write is under way goes with the next one. */
function gathering(write: (chunks: readonly Buffer[]) => Promise<void>): Writable {
  const tell = (written: Promise<void>, done: (error?: Error | null) => void) => {
    written.then(() => done(), done)
  }
  return new Writable({
    highWaterMark: GATHERED_BYTES,
    write: (chunk: Buffer, _encoding, done) => tell(write([chunk]), done),
    writev: (items, done) => tell(write(items.map(({ chunk }): Buffer => chunk)), done),
  })
}
