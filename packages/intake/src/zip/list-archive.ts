/** The entries of a received ZIP, checked before a byte of them is used. */
import type { IntakeLimits } from '../limits.ts'
import type { Pace } from '../pace.ts'
import type { BlockReader } from '../reading/block-reader.ts'
import { type ArchiveEntry, checkedEntries } from './archive-entries.ts'
import { openCentralDirectory } from './central-directory.ts'

/** @throws ContainerRefusal */
export async function listArchive(
  reader: BlockReader,
  limits: Pick<IntakeLimits, 'maxArchiveEntries' | 'maxUnpackedBytes'>,
  pace: Pace,
): Promise<readonly ArchiveEntry[]> {
  return await checkedEntries(await openCentralDirectory(reader, limits), limits, pace)
}
