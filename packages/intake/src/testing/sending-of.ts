/** A whole sending in one call, for tests that look at what comes of it. */
import type { TestContext } from 'node:test'
import type { IndexEntry } from '@epacs/package'
import type { FileOutcome, IntakeOptions, IntakeResult } from '../intake-result.ts'
import { takeIn } from '../take-in.ts'
import { indexEntries, requireSameDataSets } from './package-check.ts'
import { asSources, placesIn, type SentFile, workFolder } from './work-place.ts'

export interface Taken {
  readonly result: IntakeResult
  /** Empty without a package. */
  readonly index: readonly IndexEntry[]
  readonly packagePath: string
}

/** @param unpacked what is in the archives among `files`, to check the package against; `files` without it */
export async function send(
  t: Pick<TestContext, 'after'>,
  files: readonly SentFile[],
  options: Partial<IntakeOptions> = {},
  unpacked: readonly Buffer[] = files.map(({ bytes }) => Buffer.from(bytes)),
): Promise<Taken> {
  const folder = await workFolder(t)
  const places = placesIn(folder)
  const result = await takeIn(await asSources(folder, files), { ...places, ...options })
  if (result.package !== null) await requireSameDataSets(places, result, unpacked)
  const index = result.package === null ? [] : await indexEntries(places)
  return { result, index, packagePath: places.packagePath }
}

/** "outcome path code" of each row. */
export function told(files: readonly FileOutcome[]): readonly string[] {
  return files.map(({ path, outcome, code }) => [outcome, path, ...(code === null ? [] : [code])].join(' '))
}
