/**
 * Refresh tokens of open sessions, encrypted with a key that follows from the session's own token. That one stands in
 * the browser's cookie alone: whoever reads the database, or a copy of it, can ask JTP nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const PURPOSE = 'epacs jtp refresh token'

export function sealRefreshToken(refreshToken: string, sessionToken: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(sessionToken), nonce)
  const sealed = Buffer.concat([cipher.update(refreshToken, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws when it was sealed with another session's token, or changed. */
export function openRefreshToken(sealed: Buffer, sessionToken: string): string {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv(CIPHER, keyOf(sessionToken), nonce)
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

function keyOf(sessionToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionToken, '', PURPOSE, KEY_BYTES))
}
