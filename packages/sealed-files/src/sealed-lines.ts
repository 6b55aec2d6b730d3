/**
 * A file of lines that are added one by one, each for itself: a line that counts is never written again. Each is
 * encrypted and bound to its place; the last ones may be missing, as of every file that was being written.
 */
import { ChunkCipher } from './chunk-cipher.ts'
import { fileKeyIn, isSealedHeader, newHeader } from './header.ts'
import type { Keyring } from './keyring.ts'
import { HEADER_BYTES, OVERHEAD_BYTES } from './layout.ts'

export interface LineWriter {
  /**
   * What is put at the end of the file for a line. One that could not be written is asked for again: of the next one that
   * is, its place has to be right.
   *
   * @param index how many lines are before it
   */
  sealed(line: string, index: number): Buffer
}

/** The header comes with the first line. */
export function sealedLines({ newest }: Keyring): LineWriter {
  const { header, fileKey } = newHeader(newest)
  const cipher = new ChunkCipher(fileKey)
  return {
    sealed(line, index) {
      const content = Buffer.from(line)
      const slot = Buffer.allocUnsafe(OVERHEAD_BYTES + content.length)
      cipher.seal(content, { index, isLast: false }, slot)
      const text = Buffer.from(`${slot.toString('base64')}\n`)
      return index === 0 ? Buffer.concat([header, text]) : text
    },
  }
}

/**
 * The lines up to the first that is not whole; lines that are there in the open as they are.
 *
 * @throws SealedFileError: the key is not at hand
 */
export function linesOf(content: Buffer, keys: Keyring, path: string): readonly string[] {
  if (!isSealedHeader(content)) return wholeLines(content)
  const header = content.subarray(0, HEADER_BYTES)
  if (header.length < HEADER_BYTES) return []
  const cipher = new ChunkCipher(fileKeyIn(header, keys, path))
  const lines: string[] = []
  for (const [index, text] of wholeLines(content.subarray(HEADER_BYTES)).entries()) {
    const line = cipher.open(Buffer.from(text, 'base64'), { index, isLast: false })
    if (line === undefined) break
    lines.push(line.toString('utf8'))
  }
  return lines
}

function wholeLines(content: Buffer): readonly string[] {
  return content.toString('utf8').split('\n').slice(0, -1)
}
