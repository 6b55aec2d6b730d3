/** The portal's cookies. `__Host-`: set by this very host over TLS, for no other name (RFC 6265bis, 4.1.3.2). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isToken, newToken, sha256 } from './tokens.ts'

const SESSION = '__Host-epacs-session'
const BROWSER = '__Host-epacs-sign-in'
const INVITATION = '__Host-epacs-invitation'
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: 'lax', path: '/' } as const

/** How long a sign-in may be under way: a person looks for a card, a telephone, a password. */
export const SIGN_IN_SECONDS = 15 * 60

export function sessionToken(request: FastifyRequest): string | undefined {
  const token = request.cookies[SESSION]
  return isToken(token) ? token : undefined
}

/** Lasts as long as the browser runs; how long it counts is for the centre to say. */
export function giveSession(reply: FastifyReply, token: string): void {
  reply.setCookie(SESSION, token, ATTRIBUTES)
}

export function takeSession(reply: FastifyReply): void {
  reply.clearCookie(SESSION, ATTRIBUTES)
}

/**
 * Marks the browser that begins a sign-in, so that nobody can end it in another one and let a person work under a
 * foreign name (login CSRF). One mark for all its tabs. Returns the mark's SHA-256.
 */
export function markBrowser(
  request: FastifyRequest,
  reply: FastifyReply,
  seconds: number = SIGN_IN_SECONDS,
): Buffer {
  const before = request.cookies[BROWSER]
  const token = isToken(before) ? before : newToken()
  reply.setCookie(BROWSER, token, { ...ATTRIBUTES, maxAge: seconds })
  return sha256(token)
}

/** SHA-256 of the mark; undefined: this browser has begun nothing lately. */
export function browserMark(request: FastifyRequest): Buffer | undefined {
  const token = request.cookies[BROWSER]
  return isToken(token) ? sha256(token) : undefined
}

/** The invitation that this browser is about to accept by signing in. */
export function invitationToken(request: FastifyRequest): string | undefined {
  const token = request.cookies[INVITATION]
  return isToken(token) ? token : undefined
}

export function giveInvitation(reply: FastifyReply, token: string): void {
  reply.setCookie(INVITATION, token, { ...ATTRIBUTES, maxAge: SIGN_IN_SECONDS })
}

export function takeInvitation(reply: FastifyReply): void {
  reply.clearCookie(INVITATION, ATTRIBUTES)
}
