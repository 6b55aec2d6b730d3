/** One upload, read while it comes: each image goes to its PACS as soon as it is here. */
import { pipeline } from 'node:stream/promises'
import { DicomError } from '@epacs/dicom'
import type { Files, OpenedFile } from '@epacs/package'
import type { CentreConnection } from '../centre/connection.ts'
import { letGo } from '../encryption/stored-file.ts'
import { GrowingFile } from '../growing-file.ts'
import { choiceFor, type StoringConfig } from '../receiving/choice.ts'
import type { EarlyImages } from '../state/early-images.ts'
import { writeFully } from '../write-fully.ts'
import { readEarlyObject } from './early-object.ts'
import { EarlyPacs, type EarlyUpload } from './early-pacs.ts'
import type { KeptImage } from './kept-uploads.ts'
import { localEntries, NotFrontToBack } from './local-entries.ts'

/** Whether the disk has room for more of it is looked at so often. */
const LOOK_EVERY_BYTES = 16 * 1024 * 1024

/** What waits for the PACS, and what is sent, need the disk more than what only comes early. */
class NoRoom extends Error {
  override readonly name = 'NoRoom'

  constructor() {
    super('the disk of the node has no room for what comes early')
  }
}

/** PS3.10 §8.6. */
const DICOMDIR_NAME = 'DICOMDIR'

export interface EarlyReadingParts {
  readonly connection: CentreConnection
  readonly images: EarlyImages
  /** How they lie on the disk meanwhile. */
  readonly files: Files
  /** That hold now. @returns undefined: nothing goes early any more */
  readonly storing: () => StoringConfig | undefined
  /** Whether the disk has more than what is to be left free. */
  readonly hasRoom: () => Promise<boolean>
}

export interface ReadEarly {
  /** Undefined: nothing waits. */
  readonly left?: string | undefined
  /** By the SHA-256 of each. Undefined: not all of it was read. */
  readonly images?: ReadonlyMap<string, KeptImage>
}

/**
 * Resolves when all of it was read. What is at the PACS is noted, however it ends.
 *
 * @param path where its bytes lie meanwhile; the caller's to remove
 * @returns what of it waits for the message, in words, and where its images lie at `path` when all of it was read
 * @throws CentreProblem 404: it comes no more. Fails when the line breaks, or what comes cannot be kept
 */
export async function readEarly(
  upload: EarlyUpload,
  path: string,
  { connection, images, files, storing, hasRoom }: EarlyReadingParts,
  signal: AbortSignal,
): Promise<ReadEarly> {
  if (!(await hasRoom())) return { left: new NoRoom().message }
  const response = await connection.open({ path: `/api/nodes/own/arriving/${upload.id}/content`, signal })
  // Read by the one who writes it, who has what waits in memory of an encrypted one.
  const output = await files.open(path, 'w+', 0o600)
  const ending = new AbortController()
  const wanted = AbortSignal.any([signal, ending.signal])
  const file = new GrowingFile(path)
  const all = new Map<string, EarlyPacs>()
  const found = new Map<string, KeptImage>()
  let isKept = false
  const abort = () => {
    for (const each of all.values()) each.abort()
  }
  signal.addEventListener('abort', abort, { once: true })
  const fetching = pipeline(
    response,
    connection.downloading(),
    async (chunks: AsyncIterable<Buffer>) => {
      let bytes = 0
      let lookAtBytes = LOOK_EVERY_BYTES
      for await (const chunk of chunks) {
        if (bytes >= lookAtBytes) {
          if (!(await hasRoom())) throw new NoRoom()
          lookAtBytes = bytes + LOOK_EVERY_BYTES
        }
        await writeFully(output, [chunk], bytes, () => {})
        bytes += chunk.length
        file.tell(bytes, false)
      }
      file.tell(bytes, true)
    },
    { signal: wanted },
  )
  // What came before the line broke was read all the same, as far as it is whole.
  const broken = fetching.then(
    () => undefined,
    (error: unknown) => {
      ending.abort(error)
      return error
    },
  )
  try {
    let storingOne: Promise<unknown> = Promise.resolve()
    let isAllRead = true
    images.begin(upload.id, upload.senderName)
    try {
      for await (const entry of localEntries(output, file, wanted)) {
        if (entry.name === DICOMDIR_NAME) continue
        const image = await readEarlyObject(output, entry, wanted)
        const { offsetBytes, sizeBytes } = entry
        found.set(image.sha256, { offsetBytes, sizeBytes })
        await storingOne
        const config = storing()
        if (config === undefined) return { left: 'the configuration was changed' }
        const targets = choiceFor(
          config,
          upload.senderName,
        )(image.modality).flatMap((name) => {
          const pacs = config.pacs.find((each) => each.name === name)
          if (pacs === undefined) return []
          const known = all.get(name) ?? new EarlyPacs(pacs, upload, images, signal)
          all.set(name, known)
          return [known]
        })
        // The next one is read while they take it.
        storingOne = Promise.all(targets.map((each) => each.store(image)))
        storingOne.catch(() => undefined)
        if (all.size > 0 && [...all.values()].every(({ trouble }) => trouble !== undefined)) {
          isAllRead = false
          break
        }
      }
    } finally {
      await storingOne
    }
    await Promise.all([...all.values()].map(async (each) => await each.release()))
    const left = [...all.values()].find(({ trouble }) => trouble !== undefined)?.trouble
    if (!isAllRead) return { left }
    isKept = true
    return { left, images: found }
  } catch (error) {
    signal.throwIfAborted()
    const isLeft = [NotFrontToBack, DicomError, NoRoom].some((kind) => error instanceof kind)
    if (isLeft && error instanceof Error) return { left: error.message }
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
    ending.abort(new Error('nothing more of it is read'))
    abort()
    await broken
    await close(output, isKept)
  }
}

/** What is kept is to be read again; the rest is removed. */
async function close(output: OpenedFile, isKept: boolean): Promise<void> {
  if (!isKept) return await letGo(output)
  try {
    await output.complete?.()
  } catch (error) {
    await letGo(output)
    throw error
  }
  await output.close()
}
