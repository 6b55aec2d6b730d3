/** The token that stands for a session, by whichever way it came. */
import type { FastifyRequest } from 'fastify'
import { sessionToken } from './cookies.ts'
import { bearerToken } from './proven/bearer.ts'
import type { PresentedToken } from './session/sessions.ts'

/** In the order in which they count: a page with a secret link sends that as a bearer token besides its own cookie. */
export function presentedTokens(request: FastifyRequest): readonly PresentedToken[] {
  const [cookie, bearer] = [sessionToken(request), bearerToken(request)]
  return [
    ...(cookie === undefined ? [] : [{ token: cookie, by: 'cookie' } as const]),
    ...(bearer === undefined ? [] : [{ token: bearer, by: 'bearer' } as const]),
  ]
}
