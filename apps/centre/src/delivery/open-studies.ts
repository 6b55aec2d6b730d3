/** Some studies of a package, or all with what a medium needs beside them, opened as a package of their own. */
import { Readable } from 'node:stream'
import { type Additions, type FileToOpen, packageOfStudies, readIndex } from '@epacs/package'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import type { OpenPackage, PackageKey } from '../storage/index.ts'
import { dataDeleted } from './package-for.ts'

/** What stands in an address; more do not fit into one. */
const MOST_STUDIES = 100

export const ChosenStudies = Type.Optional(
  Type.Array(Type.String({ pattern: '^[0-9.]{1,64}$' }), {
    maxItems: MOST_STUDIES,
    description: 'Study Instance UIDs; without it, the whole package',
  }),
)

/** What a reader of a package gets: all of it, or some studies. */
export type OpenContent = Pick<OpenPackage, 'sizeBytes' | 'storedAt' | 'stream' | 'close'> & {
  /** Hexadecimal; equal ones mean equal bytes. */
  readonly digest: string
}

/** What a download of a package is made of besides the package. */
export interface PartWish {
  /** Study Instance UIDs; none: all. */
  readonly studies: readonly string[]
  readonly additions?:
    | ((indexFile: FileToOpen, studies: ReadonlySet<string>) => Promise<Additions>)
    | undefined
}

/** Closes the package when it fails. Throws the problems 422 for a study that it does not hold and 410. */
export async function openStudies(
  { store }: Pick<Centre, 'store'>,
  key: PackageKey,
  open: OpenPackage,
  { studies, additions }: PartWish,
): Promise<OpenContent> {
  try {
    const indexFile = await store.indexFile(key)
    if (indexFile === undefined) throw dataDeleted()
    await requireHeld(indexFile, studies)
    const source = { bytes: open, entries: readIndex(indexFile), sha256: key.sha256 }
    const chosen = studies.length > 0 ? new Set(studies) : await allStudies(indexFile)
    const part = await packageOfStudies(source, chosen, await additions?.(indexFile, chosen))
    return {
      sizeBytes: part.sizeBytes,
      storedAt: open.storedAt,
      digest: part.digest,
      stream: ({ start, end } = { start: 0, end: part.sizeBytes - 1 }) =>
        Readable.from(part.read(start, end + 1), { objectMode: false, highWaterMark: 1 }).once(
          'close',
          () => {
            void open.close()
          },
        ),
      close: () => open.close(),
    }
  } catch (error) {
    await open.close()
    throw error
  }
}

async function allStudies(indexFile: FileToOpen): Promise<ReadonlySet<string>> {
  const studies = new Set<string>()
  for await (const { studyInstanceUid } of readIndex(indexFile)) studies.add(studyInstanceUid)
  return studies
}

async function requireHeld(indexFile: FileToOpen, studies: readonly string[]): Promise<void> {
  const unknown = new Set(studies)
  if (unknown.size === 0) return
  for await (const { studyInstanceUid } of readIndex(indexFile)) {
    unknown.delete(studyInstanceUid)
    if (unknown.size === 0) return
  }
  throw new Problem(422, 'unknown-study', 'The message holds no study with this UID.', {
    studies: [...unknown].slice(0, 20),
  })
}
