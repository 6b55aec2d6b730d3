/** Which operations on a disk fail, and how: by a seed, and only while it is said so. */
import { readFileSync } from 'node:fs'
import { numbersFrom } from '../random.ts'

export const FAILING_OPERATIONS = [
  'open',
  'read',
  'write',
  'sync',
  'rename',
  'list',
  'make',
  'remove',
] as const
export type FailingOperation = (typeof FAILING_OPERATIONS)[number]

export interface DiskFaults {
  /** Of 1: how often an operation fails. */
  readonly chance: number
  readonly operations: readonly FailingOperation[]
}

const NUMBERS = { EIO: -5, ENOSPC: -28 } as const
type Code = keyof typeof NUMBERS

const WORDS: Readonly<Record<Code, string>> = {
  EIO: 'i/o error',
  ENOSPC: 'no space left on device',
}
/** What a disk that is full refuses. */
const NEED_SPACE: ReadonlySet<FailingOperation> = new Set(['open', 'write', 'make', 'rename'])

export class FailingDisk {
  readonly #path: string
  readonly #random: () => number
  readonly #told: (fault: string) => void

  /**
   * @param path of a file with `DiskFaults`, read before each operation: others switch it
   * @param told what failed, and where
   */
  constructor(path: string, seed: number, told: (fault: string) => void) {
    this.#path = path
    this.#random = numbersFrom(seed)
    this.#told = told
  }

  /** @throws as the operating system does */
  meet(operation: FailingOperation, name: string): void {
    const code = this.#chosen(operation)
    if (code === undefined) return
    this.#told(`${operation} ${code} ${name}`)
    throw failure(code, operation)
  }

  /** Of `bytes` that are to be written: so many are, and then it fails. Undefined: all is well. */
  torn(bytes: number, name: string): { readonly writtenBytes: number; readonly error: Error } | undefined {
    const code = this.#chosen('write')
    if (code === undefined) return undefined
    this.#told(`write ${code} ${name}`)
    return { writtenBytes: Math.floor(this.#random() * bytes), error: failure(code, 'write') }
  }

  #chosen(operation: FailingOperation): Code | undefined {
    const faults = this.#faults()
    if (faults === undefined || !faults.operations.includes(operation)) return undefined
    if (this.#random() >= faults.chance) return undefined
    return NEED_SPACE.has(operation) && this.#random() < 0.5 ? 'ENOSPC' : 'EIO'
  }

  #faults(): DiskFaults | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8'))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }
}

function failure(code: Code, operation: string): Error {
  const facts = { code, errno: NUMBERS[code], syscall: operation }
  return Object.assign(new Error(`${code}: ${WORDS[code]}, ${operation} (made by a test)`), facts)
}
