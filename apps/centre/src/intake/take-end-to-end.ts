/** The package of an end-to-end message is what was uploaded: nothing of it is opened here, and nothing is known of its images. */
import { createHash } from 'node:crypto'
import { EndToEndError, headerBytesIn, keyIdsIn, LONGEST_HEADER, PREFIX_BYTES } from '@epacs/end-to-end'
import type { IntakeResult } from '@epacs/intake'
import { type OpenedFile, readRange } from '@epacs/package'
import type { Centre } from '../centre.ts'
import type { EndToEndEnvelope } from '../end-to-end/index.ts'
import { bringUploads } from '../uploads/index.ts'

interface Places {
  readonly packagePath: string
  readonly indexPath: string
  readonly workFolder: string
  readonly signal: AbortSignal
}

/** Durable at its places when it resolves; the index is empty. Refused is what is none, is cut short, or is for other keys. */
export async function takeEndToEnd(
  centre: Centre,
  messageId: string,
  envelope: EndToEndEnvelope,
  { packagePath, indexPath, workFolder, signal }: Places,
): Promise<IntakeResult> {
  const { files } = centre.store
  const { id, size_bytes, file_name } = await centre.db
    .selectFrom('upload')
    .where('message_id', '=', messageId)
    .select(['id', 'size_bytes', 'file_name'])
    .executeTakeFirstOrThrow()
  const uploads = [{ id, sizeBytes: size_bytes }]
  const paths = await bringUploads(centre, uploads, workFolder, signal)
  const source = await files.open(paths.get(id) ?? '', 'r')
  try {
    await requireItsHeader(source, size_bytes, envelope)
    const output = await files.open(packagePath, 'wx', 0o600)
    const hash = createHash('sha256')
    await written(output, async () => {
      let at = 0
      for await (const chunk of readRange(source, 0, size_bytes)) {
        signal.throwIfAborted()
        hash.update(chunk)
        for (let from = 0; from < chunk.length; ) {
          const { bytesWritten } = await output.write(chunk, from, chunk.length - from, at + from)
          from += bytesWritten
        }
        at += chunk.length
      }
    })
    await written(await files.open(indexPath, 'wx', 0o600), async () => {})
    const { instances } = envelope
    return {
      package: { sizeBytes: size_bytes, instances, sha256: hash.digest('hex') },
      studies: [],
      files: [],
      studyOutcomes: [],
    }
  } catch (error) {
    if (!(error instanceof EndToEndError)) throw error
    const file = {
      path: file_name,
      outcome: 'refused',
      code: 'end-to-end-damaged',
      detail: error.message,
    } as const
    return { package: null, studies: [], files: [file], studyOutcomes: [] }
  } finally {
    await source.close()
  }
}

async function written(file: OpenedFile, write: () => Promise<void>): Promise<void> {
  try {
    await write()
    await file.complete?.()
    await file.sync()
  } catch (error) {
    await (file.abandon ?? file.close).call(file)
    throw error
  }
  await file.close()
}

/** @throws EndToEndError */
async function requireItsHeader(
  source: OpenedFile,
  sizeBytes: number,
  { keys }: EndToEndEnvelope,
): Promise<void> {
  const beginning = await firstBytes(source, Math.min(sizeBytes, PREFIX_BYTES + LONGEST_HEADER))
  const headerBytes = headerBytesIn(beginning.subarray(0, PREFIX_BYTES))
  const said = keyIdsIn(beginning.subarray(0, headerBytes))
  if (said.sizeBytes !== sizeBytes) throw new EndToEndError('it is not as long as its header says')
  const isFor = new Set(said.keyIds)
  if (said.keyIds.length !== keys.length || !keys.every((each) => isFor.has(each))) {
    throw new EndToEndError('it is encrypted to other keys than the message says')
  }
}

async function firstBytes(source: OpenedFile, length: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of readRange(source, 0, length)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
