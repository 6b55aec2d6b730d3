/** The master keys of whoever keeps sealed files, from the text of a key file or of a program's output. */
import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

const MASTER_BYTES = 32
export const KEY_ID_BYTES = 16

export interface MasterKey {
  /** Of the key itself, and says nothing of it: 32 hexadecimal digits. */
  readonly id: string
  /** RFC 5869: what wraps the key of the file with this id. */
  wrappingKey(fileId: Uint8Array): KeyObject
}

export interface Keyring {
  /** What new files are sealed with. */
  readonly newest: MasterKey
  readonly byId: ReadonlyMap<string, MasterKey>
}

/** The message says what to put right, and never what stands there. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError'
}

/**
 * One key a line, the newest first: 32 random bytes as base64 or hexadecimal digits. Empty lines, and what begins with #,
 * are passed over.
 *
 * @param source how the message calls it
 * @throws KeyringError
 */
export function readKeyring(text: string, source: string): Keyring {
  const keys: MasterKey[] = []
  for (const [number, line] of text.split(/\r?\n/).entries()) {
    const written = line.trim()
    if (written === '' || written.startsWith('#')) continue
    const bytes = bytesOf(written)
    if (bytes === undefined) {
      throw new KeyringError(
        `Line ${number + 1} of ${source} is no key: 32 random bytes are wanted, as base64 (\`openssl rand -base64 32\`) or 64 hexadecimal digits.`,
      )
    }
    keys.push(masterKey(bytes))
  }
  const [newest] = keys
  if (newest === undefined) throw new KeyringError(`There is no key in ${source}.`)
  const byId = new Map(keys.map((key) => [key.id, key]))
  if (byId.size < keys.length) throw new KeyringError(`The same key stands twice in ${source}.`)
  return { newest, byId }
}

function bytesOf(text: string): Buffer | undefined {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === MASTER_BYTES ? bytes : undefined
}

function masterKey(bytes: Buffer): MasterKey {
  const id = createHash('sha256').update('epacs master key id').update(bytes).digest()
  const secret = createSecretKey(bytes)
  return {
    id: id.subarray(0, KEY_ID_BYTES).toString('hex'),
    wrappingKey: (fileId) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, fileId, 'epacs file key', MASTER_BYTES))),
  }
}
