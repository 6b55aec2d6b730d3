/** Packing what people put into a folder: their files are read as they lie there, what is made of them is the node's. */
import { type Files, type OpenedFile, plainFiles } from '@epacs/package'

/**
 * What looks like an encrypted file there is none of the node's: it is told as no image, and holds up nothing.
 *
 * @param workFolder all that is below it is the node's
 */
export function filesOfPeople(files: Files, workFolder: string): Files {
  const whose = (path: string) => (path.startsWith(workFolder) ? files : plainFiles)
  return {
    isPlain: files.isPlain,
    open: async (path, flags, mode): Promise<OpenedFile> => await whose(path).open(path, flags, mode),
    openGrowing: async (path): Promise<OpenedFile> => await whose(path).openGrowing(path),
  }
}
