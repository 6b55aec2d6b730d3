/** A file that its disk or its rights keep from being opened, while its neighbours are well. */
import { SealedFileError } from '@epacs/sealed-files'
import { PackageReadError } from './package-store.ts'

const CODES: ReadonlySet<string> = new Set(['EIO', 'EACCES', 'EPERM', 'ELOOP'])
/** Linux's EBADMSG and EUCLEAN, which Node has no names for: what a file system says of damage that it notices itself. */
const NUMBERS: ReadonlySet<number> = new Set([-74, -117])

/**
 * What comes of an operation with one file.
 *
 * @param requireStore throws when it is not that file alone
 * @throws PackageReadError: the file cannot be read; any other error as it was
 */
export async function ofOneFile<T>(
  operation: Promise<T>,
  requireStore: () => Promise<unknown> = async () => {},
): Promise<T> {
  try {
    return await operation
  } catch (error) {
    if (!isOfOneFile(error)) throw error
    await requireStore()
    throw new PackageReadError(`a stored file cannot be opened: ${error.message}`, { cause: error })
  }
}

function isOfOneFile(error: unknown): error is Error {
  if (error instanceof SealedFileError) return true
  if (!(error instanceof Error && 'code' in error && 'errno' in error)) return false
  return CODES.has(String(error.code)) || NUMBERS.has(Number(error.errno))
}
