/** How a program's files lie on the disk: in the open, or encrypted with the master keys of its configuration. */
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type Files, plainFiles } from '@epacs/package'
import { KeyringError, readKeyring } from '../keyring.ts'
import { SealedFiles } from '../sealed-files.ts'
import { EncryptionError } from './encryption-error.ts'

/** Rights of others than the owner. */
const OTHERS = 0o077
const MAX_OUTPUT_BYTES = 64 * 1024

/** `encryption` of a configuration; at most one of the first two. */
export interface KeySource {
  readonly keyFile: string | null
  /** Program and parameters. */
  readonly keyCommand: readonly string[] | null
  readonly keyCommandSeconds: number
}

/** @throws EncryptionError */
export async function filesOf({ keyFile, keyCommand, keyCommandSeconds }: KeySource): Promise<Files> {
  if (keyFile !== null) return sealedWith(await keysInFile(keyFile), keyFile)
  if (keyCommand !== null) {
    return sealedWith(await outputOf(keyCommand, keyCommandSeconds), `what ${keyCommand[0]} says`)
  }
  return plainFiles
}

function sealedWith(text: string, source: string): SealedFiles {
  try {
    return new SealedFiles(readKeyring(text, source))
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error
    throw new EncryptionError(`The encryption cannot be used: ${error.message}`)
  }
}

async function keysInFile(path: string): Promise<string> {
  try {
    const { mode } = await stat(path)
    // Windows has no such modes: there every file seems to be everybody's.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new EncryptionError(
        `The key file ${path} may be read or written by others than its owner: \`chmod 600\` it.`,
      )
    }
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof EncryptionError || !(error instanceof Error)) throw error
    throw new EncryptionError(`The key file ${path} cannot be read: ${error.message}`)
  }
}

/** Without a shell. What it writes to its standard error is told, what it writes to its standard output never. */
async function outputOf(command: readonly string[], seconds: number): Promise<string> {
  const [program = '', ...parameters] = command
  try {
    const options = { timeout: seconds * 1000, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const
    return (await promisify(execFile)(program, parameters, options)).stdout
  } catch (error) {
    throw new EncryptionError(`The key command ${program} ${failureOf(error, seconds)}`)
  }
}

/** Node's own message and error hold the output. */
function failureOf(error: unknown, seconds: number): string {
  if (!(error instanceof Error) || !('code' in error)) throw error
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'says more than keys.'
  if ('killed' in error && error.killed === true) {
    return `did not end within ${seconds} seconds (encryption.keyCommandSeconds).`
  }
  if (typeof error.code === 'string') return `cannot be run: ${error.code}.`
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().slice(0, 500) : ''
  return `ended with exit code ${String(error.code)}${said === '' ? '.' : `: ${said}`}`
}
