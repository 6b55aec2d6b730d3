/** Secrets that only the browser keeps: the centre stores their SHA-256. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{43}$/

/** 256 random bits, base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

export function isToken(text: unknown): text is string {
  return typeof text === 'string' && TOKEN.test(text)
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** In constant time, whatever the lengths. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other))
}
