/**
 * The first 128 bytes of a sealed file:
 *
 *   0   8   what it is
 *   8   1   version
 *   9   7   zeros
 *   16  16  id of the file, random
 *   32  16  id of the master key
 *   48  12  nonce
 *   60  32  the file's key, encrypted (AES-256-GCM) with a key derived from the master key and the file's id
 *   92  16  tag, over the bytes before the nonce as well
 *   108 20  zeros
 *
 * It is written with one write within one sector of the disk, so that another master key can take its place.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { KEY_ID_BYTES, type Keyring, type MasterKey } from './keyring.ts'
import { HEADER_BYTES, NONCE_BYTES, TAG_BYTES } from './layout.ts'
import { SealedFileError } from './sealed-file-error.ts'

/** The first byte is none of a ZIP, of JSON, of a text or of a DICOM file without a preamble. */
const MAGIC = Buffer.from('\x9eePACS\x0d\x0a', 'latin1')
const VERSION = 1
const FILE_ID = 16
const FILE_ID_BYTES = 16
const KEY_ID = FILE_ID + FILE_ID_BYTES
const NONCE = KEY_ID + KEY_ID_BYTES
const WRAPPED = NONCE + NONCE_BYTES
const FILE_KEY_BYTES = 32
const TAG = WRAPPED + FILE_KEY_BYTES

export interface NewHeader {
  readonly header: Buffer
  readonly fileKey: KeyObject
}

export function newHeader(master: MasterKey): NewHeader {
  const key = randomBytes(FILE_KEY_BYTES)
  return { header: wrapped(randomBytes(FILE_ID_BYTES), key, master), fileKey: createSecretKey(key) }
}

/** Whether it begins as a sealed file does; whatever else lies there is as it was written. */
export function isSealedHeader(beginning: Uint8Array): boolean {
  return beginning.length >= MAGIC.length && Buffer.compare(beginning.subarray(0, MAGIC.length), MAGIC) === 0
}

/** @throws SealedFileError */
export function fileKeyIn(header: Buffer, { byId }: Keyring, path: string): KeyObject {
  return createSecretKey(unwrapped(header, byId, path))
}

/** The same file key under the newest master key; undefined when it is so already. @throws SealedFileError */
export function rewrappedHeader(header: Buffer, keys: Keyring, path: string): Buffer | undefined {
  const key = unwrapped(header, keys.byId, path)
  if (masterIdOf(header) === keys.newest.id) return undefined
  return wrapped(header.subarray(FILE_ID, FILE_ID + FILE_ID_BYTES), key, keys.newest)
}

function masterIdOf(header: Buffer): string {
  return header.toString('hex', KEY_ID, KEY_ID + KEY_ID_BYTES)
}

function wrapped(fileId: Uint8Array, key: Buffer, master: MasterKey): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(header)
  header[MAGIC.length] = VERSION
  header.set(fileId, FILE_ID)
  header.write(master.id, KEY_ID, 'hex')
  const nonce = randomBytes(NONCE_BYTES)
  header.set(nonce, NONCE)
  const cipher = createCipheriv('aes-256-gcm', master.wrappingKey(fileId), nonce)
  cipher.setAAD(header.subarray(0, NONCE))
  header.set(cipher.update(key), WRAPPED)
  cipher.final()
  header.set(cipher.getAuthTag(), TAG)
  return header
}

function unwrapped(header: Buffer, byId: Keyring['byId'], path: string): Buffer {
  if (header.length < HEADER_BYTES || header[MAGIC.length] !== VERSION) {
    throw new SealedFileError('damaged', `${path} begins as an encrypted file does, and is none.`)
  }
  const id = masterIdOf(header)
  const master = byId.get(id)
  if (master === undefined) {
    throw new SealedFileError('unknown-key', `${path} is encrypted with the key ${id}, which is not at hand.`)
  }
  const fileId = header.subarray(FILE_ID, FILE_ID + FILE_ID_BYTES)
  const nonce = header.subarray(NONCE, NONCE + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', master.wrappingKey(fileId), nonce, {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(header.subarray(0, NONCE))
  decipher.setAuthTag(header.subarray(TAG, TAG + TAG_BYTES))
  const key = decipher.update(header.subarray(WRAPPED, WRAPPED + FILE_KEY_BYTES))
  try {
    decipher.final()
  } catch (cause) {
    throw new SealedFileError('damaged', `The header of ${path} was changed.`, { cause })
  }
  return key
}
