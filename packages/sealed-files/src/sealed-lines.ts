/**
 * A file of lines that are added one by one, each for itself: a line that counts is never written again. Each is
 * encrypted and bound to its place; the last ones may be missing, as of every file that was being written.
 */
import { ChunkCipher } from './chunk-cipher.ts'
import { fileKeyIn, isSealedHeader, newHeader } from './header.ts'
import type { Keyring } from './keyring.ts'
import { HEADER_BYTES, OVERHEAD_BYTES } from './layout.ts'

const LINE_END = 0x0a

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

/** A line that has its end. */
export interface LineRead {
  /** Without its end; undefined: it is not as it was written, or not in its place. */
  readonly text: string | undefined
  /** Of the file, where it begins, and where the next one does. */
  readonly startBytes: number
  readonly endBytes: number
}

/**
 * All lines that have their ends; those that are there in the open as they are.
 *
 * @throws SealedFileError: the key is not at hand, or the header was changed
 */
export function linesOf(content: Buffer, keys: Keyring, path: string): readonly LineRead[] {
  if (!isSealedHeader(content)) return linesInTheOpen(content)
  const header = content.subarray(0, HEADER_BYTES)
  if (header.length < HEADER_BYTES) return []
  const cipher = new ChunkCipher(fileKeyIn(header, keys, path))
  const opened = (text: string, index: number) => {
    const sealed = Buffer.from(text, 'base64')
    // What stands behind its filling would be passed over: another line.
    if (sealed.toString('base64') !== text) return undefined
    return cipher.open(sealed, { index, isLast: false })?.toString('utf8')
  }
  let shift = 0
  let damagedBefore = 0
  return linesInTheOpen(content, HEADER_BYTES).map(({ text, ...place }, index) => {
    for (const moved of movedBehind(damagedBefore)) {
      const read = opened(text, index + shift + moved)
      if (read === undefined) continue
      shift += moved
      damagedBefore = 0
      return { ...place, text: read }
    }
    damagedBefore++
    return { ...place, text: undefined }
  })
}

/** By how much a line may stand elsewhere: an end that was changed makes one line of two before it, or two of one. */
function movedBehind(damagedLines: number): readonly number[] {
  return [0, 1, -1].slice(0, damagedLines + 1)
}

/** @param fromBytes where the first one begins */
export function linesInTheOpen(content: Buffer, fromBytes = 0): readonly (LineRead & { text: string })[] {
  const lines: (LineRead & { text: string })[] = []
  for (let startBytes = fromBytes; ; ) {
    const end = content.indexOf(LINE_END, startBytes)
    if (end === -1) return lines
    lines.push({ text: content.toString('utf8', startBytes, end), startBytes, endBytes: end + 1 })
    startBytes = end + 1
  }
}
