/** What of a package is not its images: a node that read those while they came puts the package together by it. */
import { type FileToOpen, readIndex } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { dataDeleted, packageFor } from '../delivery/index.ts'
import type { Member } from '../identity/index.ts'
import { messageNotFound, requireAccess } from '../messages/index.ts'
import { ifPresent, type PackageKey } from '../storage/index.ts'

/** `start` inclusive, `end` exclusive. */
interface Part {
  readonly start: number
  readonly end: number
}

export interface Outline {
  readonly sizeBytes: number
  /** SHA-256 of the whole package, in hexadecimal. */
  readonly sha256: string
  readonly parts: readonly Part[]
}

const GATHERED_BYTES = 64 * 1024

/** @throws Problem 404 for everybody but a recipient; 409: encrypted end to end, or without a package; 410: deleted */
export async function outlineOf(centre: Centre, node: Member, messageId: string): Promise<Outline> {
  const access = await requireAccess(centre.db, messageId, node.institution.id)
  if (!access.asRecipient) throw messageNotFound()
  const { key } = await packageFor(centre.db, node, access, messageId)
  const index = await centre.store.indexFile(key)
  const packageBytes = await sizeOf(centre, key)
  const parts = index && (await ifPresent(partsBetween(index, packageBytes)))
  if (parts === undefined) throw dataDeleted()
  const sizeBytes = parts.reduce((sum, { start, end }) => sum + end - start, 0)
  return { sizeBytes, sha256: key.sha256, parts }
}

async function sizeOf({ store }: Centre, key: PackageKey): Promise<number> {
  const open = await store.open(key)
  if (open === undefined) throw dataDeleted()
  await open.close()
  return open.sizeBytes
}

async function partsBetween(index: FileToOpen, sizeBytes: number): Promise<readonly Part[]> {
  const images: Part[] = []
  for await (const { offset, sizeBytes: length } of readIndex(index)) {
    images.push({ start: offset, end: offset + length })
  }
  images.sort((one, other) => one.start - other.start)
  return [...images, { start: sizeBytes, end: sizeBytes }].map(({ start }, place) => ({
    start: images[place - 1]?.end ?? 0,
    end: start,
  }))
}

/** In chunks that are worth sending, though the bytes before an image are few. @throws Problem 410: deleted meanwhile */
export async function* bytesOf(
  { store }: Centre,
  messageId: string,
  { sha256, parts }: Outline,
): AsyncGenerator<Buffer> {
  const open = await store.open({ messageId, sha256 })
  if (open === undefined) throw dataDeleted()
  try {
    let gathered: Uint8Array[] = []
    let gatheredBytes = 0
    for (const { start, end } of parts) {
      for await (const chunk of open.read(start, end)) {
        gathered.push(chunk)
        gatheredBytes += chunk.length
        if (gatheredBytes < GATHERED_BYTES) continue
        yield Buffer.concat(gathered)
        gathered = []
        gatheredBytes = 0
      }
    }
    if (gatheredBytes > 0) yield Buffer.concat(gathered)
  } finally {
    await open.close()
  }
}
