/** A line on the terminal that tells how far a command is; nothing where the output is no terminal. */
import { sizeInWords } from './mailbox/size-in-words.ts'

const EVERY_MS = 100
const WIDTH = 30

export class Progress {
  readonly #isShown: boolean
  #lastMs = 0
  #isOpen = false

  constructor(how: 'shown' | 'quiet') {
    this.#isShown = how === 'shown' && process.stderr.isTTY
  }

  /** `share`: 0 to 1. */
  show(share: number, words: string): void {
    const nowMs = performance.now()
    if (!this.#isShown || nowMs - this.#lastMs < EVERY_MS) return
    this.#lastMs = nowMs
    this.#isOpen = true
    const done = Math.round(Math.min(1, share) * WIDTH)
    const bar = `${'█'.repeat(done)}${'░'.repeat(WIDTH - done)}`
    process.stderr.write(`\r${bar} ${Math.round(share * 100)} %  ${words}\u001b[K`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isOpen) process.stderr.write('\r\u001b[K')
    this.#isOpen = false
  }
}

/** What a file-set in the making is shown by: of the files as they are read. */
export function packingShown({
  bytesDone,
  bytesTotal,
  filesDone,
}: {
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly filesDone: number
}): [share: number, words: string] {
  const share = bytesTotal === 0 ? 0 : bytesDone / bytesTotal
  return [share, `${filesDone} files, ${sizeInWords(bytesDone)} of ${sizeInWords(bytesTotal)}`]
}
