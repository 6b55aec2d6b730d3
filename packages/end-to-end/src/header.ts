/**
 * How an end-to-end package begins:
 *
 *   0   8   what it is: `ePACSe2e`
 *   8   4   length of the header, big endian
 *   12  n   the header: a JWE (RFC 7516 §7.2.1, general JSON), for each recipient's key ECDH-ES+A256KW; what is encrypted in it
 *           is the content's secret, its protected header says how long the content is
 *   then    the content in slots, as `@epacs/sealed-files` lays them: for each 64 KiB nonce (12), bytes, tag (16)
 *
 * The slots' key comes out of the secret and the digest of everything before them, so that no header can be put before other
 * slots. Each slot's place, and whether it is the last one, is authenticated with it.
 */
import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { CHUNK_BYTES, OVERHEAD_BYTES } from '@epacs/sealed-files'
import { decodeProtectedHeader, GeneralEncrypt, type GeneralJWE, generalDecrypt, type JWK } from 'jose'
import { EndToEndError } from './end-to-end-error.ts'
import { ENCRYPTION_ALGORITHM, publicKeyOf } from './key-statement.ts'

const MAGIC = Buffer.from('ePACSe2e', 'latin1')
export const PREFIX_BYTES = MAGIC.length + 4
/** A few hundred bytes for each recipient's node. */
export const LONGEST_HEADER = 1024 * 1024
const TYPE = 'epacs-end-to-end-package+jwe'
const CONTENT_ENCRYPTION = 'A256GCM'
const SECRET_BYTES = 32

export interface OpenedHeader {
  readonly contentBytes: number
  readonly slotKey: KeyObject
}

/** Everything before the slots, and their key. `recipients`: public keys with their `kid`. */
export async function newHeader(
  recipients: readonly JWK[],
  contentBytes: number,
): Promise<{ readonly header: Buffer; readonly slotKey: KeyObject }> {
  const secret = randomBytes(SECRET_BYTES)
  const encrypt = new GeneralEncrypt(secret).setProtectedHeader({
    enc: CONTENT_ENCRYPTION,
    typ: TYPE,
    size: contentBytes,
  })
  for (const recipient of recipients) {
    if (recipient.kid === undefined) throw new TypeError('a key without its id')
    encrypt
      .addRecipient(publicKeyOf(recipient))
      .setUnprotectedHeader({ alg: ENCRYPTION_ALGORITHM, kid: recipient.kid })
  }
  const jwe = Buffer.from(JSON.stringify(await encrypt.encrypt()))
  if (jwe.length > LONGEST_HEADER) throw new EndToEndError('too many nodes for one end-to-end package')
  const header = Buffer.concat([MAGIC, Buffer.alloc(4), jwe])
  header.writeUInt32BE(jwe.length, MAGIC.length)
  return { header, slotKey: slotKeyOf(secret, header) }
}

/** How long everything before the slots is, from its first `PREFIX_BYTES`. @throws EndToEndError: it is no such package */
export function headerBytesIn(prefix: Buffer): number {
  const isOne = prefix.length >= PREFIX_BYTES && prefix.subarray(0, MAGIC.length).equals(MAGIC)
  if (!isOne) throw new EndToEndError('this is no end-to-end encrypted package')
  const length = prefix.readUInt32BE(MAGIC.length)
  if (length > LONGEST_HEADER) throw new EndToEndError('the header of the encrypted package is too long')
  return PREFIX_BYTES + length
}

/** Whose keys can open it, and how long all of it is: what anybody can see. @throws EndToEndError */
export function keyIdsIn(header: Buffer): { readonly keyIds: readonly string[]; readonly sizeBytes: number } {
  const jwe = jweIn(header)
  const keyIds = jwe.recipients.map(({ header: own }) => own?.kid)
  if (!keyIds.every((id) => typeof id === 'string')) throw damaged()
  return { keyIds, sizeBytes: sealedBytes(header.length, contentBytesIn(jwe)) }
}

/**
 * With the key that the header names.
 *
 * @param keyWithId undefined: that one is not here
 * @throws EndToEndError: it is for other keys, or was changed
 */
export async function openHeader(
  header: Buffer,
  keyWithId: (id: string) => KeyObject | undefined,
): Promise<OpenedHeader> {
  const jwe = jweIn(header)
  for (const recipient of jwe.recipients) {
    const key = typeof recipient.header?.kid === 'string' ? keyWithId(recipient.header.kid) : undefined
    if (key === undefined) continue
    try {
      const { plaintext } = await generalDecrypt({ ...jwe, recipients: [recipient] }, key, {
        keyManagementAlgorithms: [ENCRYPTION_ALGORITHM],
        contentEncryptionAlgorithms: [CONTENT_ENCRYPTION],
      })
      return { contentBytes: contentBytesIn(jwe), slotKey: slotKeyOf(plaintext, header) }
    } catch (cause) {
      throw damaged(cause)
    }
  }
  throw new EndToEndError('the package is encrypted to keys that this node does not have')
}

/** Of the whole file. */
export function sealedBytes(headerBytes: number, contentBytes: number): number {
  const slots = Math.max(1, Math.ceil(contentBytes / CHUNK_BYTES))
  return headerBytes + contentBytes + slots * OVERHEAD_BYTES
}

function jweIn(header: Buffer): GeneralJWE {
  if (header.length !== headerBytesIn(header)) throw damaged()
  let value: unknown
  try {
    value = JSON.parse(header.toString('utf8', PREFIX_BYTES))
  } catch (cause) {
    throw damaged(cause)
  }
  if (!isJwe(value)) throw damaged()
  return value
}

function isJwe(value: unknown): value is GeneralJWE {
  return (
    typeof value === 'object' &&
    value !== null &&
    'protected' in value &&
    'recipients' in value &&
    Array.isArray(value.recipients) &&
    value.recipients.length > 0 &&
    value.recipients.every((each) => typeof each === 'object' && each !== null)
  )
}

function contentBytesIn(jwe: GeneralJWE): number {
  let size: unknown
  try {
    const { typ, ...said } = decodeProtectedHeader(jwe)
    size = typ === TYPE ? said.size : undefined
  } catch (cause) {
    throw damaged(cause)
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw damaged()
  return size
}

/** RFC 5869. */
function slotKeyOf(secret: Uint8Array, header: Buffer): KeyObject {
  const salt = createHash('sha256').update(header).digest()
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, salt, 'epacs end-to-end package', 32)))
}

function damaged(cause?: unknown): EndToEndError {
  return new EndToEndError('the header of the encrypted package is damaged, or was changed', { cause })
}
