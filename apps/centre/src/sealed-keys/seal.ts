/** A key as it stands in the database: nothing without the operators' secret, and nothing under another name. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** NIST SP 800-38D: the initialization vector and the tag of AES-GCM as it is used everywhere. */
const IV_BYTES = 12
const TAG_BYTES = 16
const VERSION = 1

export function seal(secret: Buffer, name: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, name), iv)
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), hidden])
}

/** Undefined: it was sealed with another secret, under another name, or was changed. */
export function unseal(secret: Buffer, name: string, sealed: Buffer): string | undefined {
  if (sealed[0] !== VERSION || sealed.length < 1 + IV_BYTES + TAG_BYTES) return undefined
  const iv = sealed.subarray(1, 1 + IV_BYTES)
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, name), iv, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(tag)
  const text = decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    // What GCM says of all three.
    return undefined
  }
}

/** RFC 5869: each name has a key of its own. */
function keyFor(secret: Buffer, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `epacs shared key ${name}`, 32))
}
