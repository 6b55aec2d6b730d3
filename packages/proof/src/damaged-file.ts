/** A ZIP by the CRC-32s that it tells itself: whether it came as it was made, not who made it. */
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

/** The first of its files that is not as its CRC-32 says, '' for the ZIP itself; undefined: all are. Fails as reading files does. */
export async function damagedFile(path: string): Promise<{ readonly name: string } | undefined> {
  let zip: ZipFile
  try {
    zip = await openPromise(path, { autoClose: false })
  } catch (error) {
    return unreadable(error, '')
  }
  let name = ''
  try {
    for await (const entry of zip.eachEntry()) {
      name = entry.fileName
      if (!(await isSound(zip, entry))) return { name }
      name = ''
    }
    return undefined
  } catch (error) {
    return unreadable(error, name)
  } finally {
    zip.close()
  }
}

async function isSound(zip: ZipFile, entry: Entry): Promise<boolean> {
  let sum = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) sum = crc32(chunk as Buffer, sum)
  return sum === entry.crc32
}

function unreadable(error: unknown, name: string): { readonly name: string } {
  if (error instanceof Error && 'syscall' in error) throw error
  return { name }
}
