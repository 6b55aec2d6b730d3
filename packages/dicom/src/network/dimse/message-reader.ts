/** Messages (PS3.7 §6.3) out of the fragments of an association: a command set, and a data set where it announces one. */

import { PduError } from '../pdu/pdu-error.ts'
import type { FragmentPiece } from '../pdu/pdu-stream.ts'
import { type CommandSet, decodeCommand, NO_DATA_SET } from './command-set.ts'

export interface MessageListener {
  /** @returns where the data set's bytes go; asked for only when there is one */
  message(contextId: number, command: CommandSet, hasDataSet: boolean): DataSink | undefined
}

export interface DataSink {
  push(bytes: Uint8Array): void
  end(): void
}

/** A command set has some hundred bytes; an attribute list or error comment may add to that. */
const MAX_COMMAND_BYTES = 64 * 1024
/** Fragments without a byte that may come one after another: more of them are an attack. */
const MAX_EMPTY_FRAGMENTS = 64

export class MessageReader {
  readonly #listener: MessageListener
  #expects: 'command' | 'data-set' = 'command'
  #contextId: number | undefined
  #parts: Uint8Array[] = []
  #partBytes = 0
  #emptyFragments = 0
  #fragmentHasBytes = false
  #sink: DataSink | undefined

  constructor(listener: MessageListener) {
    this.#listener = listener
  }

  /** A message has begun and is not whole. */
  get isMidway(): boolean {
    return this.#contextId !== undefined
  }

  /** @throws PduError */
  take(piece: FragmentPiece): void {
    this.#requirePlace(piece)
    this.#contextId = piece.contextId
    if (piece.bytes.length > 0) this.#fragmentHasBytes = true
    if (piece.isEnd) this.#countEmpty()
    if (piece.isCommand) this.#takeCommand(piece)
    else this.#takeData(piece)
  }

  #requirePlace({ contextId, isCommand }: FragmentPiece): void {
    if (isCommand !== (this.#expects === 'command')) {
      throw new PduError(
        'unexpected-fragment',
        `A fragment of another kind where a ${this.#expects} must come`,
      )
    }
    if (this.#contextId !== undefined && this.#contextId !== contextId) {
      throw new PduError('unexpected-fragment', 'A fragment of another presentation context within a message')
    }
  }

  #countEmpty(): void {
    this.#emptyFragments = this.#fragmentHasBytes ? 0 : this.#emptyFragments + 1
    this.#fragmentHasBytes = false
    if (this.#emptyFragments > MAX_EMPTY_FRAGMENTS) {
      throw new PduError('unexpected-fragment', `More than ${MAX_EMPTY_FRAGMENTS} fragments without a byte`)
    }
  }

  #takeCommand({ contextId, isLastFragment, isEnd, bytes }: FragmentPiece): void {
    this.#partBytes += bytes.length
    if (this.#partBytes > MAX_COMMAND_BYTES) {
      throw new PduError('damaged-command', `A command set of more than ${MAX_COMMAND_BYTES} bytes`)
    }
    const isWhole = isLastFragment && isEnd
    // Copied, so that many tiny pieces do not keep the chunks that they came in.
    this.#parts.push(isWhole && this.#parts.length === 0 ? bytes : new Uint8Array(bytes))
    if (!isWhole) return
    const command = decodeCommand(join(this.#parts, this.#partBytes))
    this.#parts = []
    this.#partBytes = 0
    const hasDataSet = (command.commandDataSetType ?? NO_DATA_SET) !== NO_DATA_SET
    if (hasDataSet) this.#expects = 'data-set'
    else this.#contextId = undefined
    this.#sink = this.#listener.message(contextId, command, hasDataSet)
  }

  #takeData({ isLastFragment, isEnd, bytes }: FragmentPiece): void {
    const sink = this.#sink
    sink?.push(bytes)
    if (!isLastFragment || !isEnd) return
    this.#expects = 'command'
    this.#contextId = undefined
    this.#sink = undefined
    sink?.end()
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
