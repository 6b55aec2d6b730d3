/** What the sign-in's addresses have in common: people come there with a browser, so that answers are pages. */
import type { FastifyError, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { Problem } from '../http/index.ts'
import type { IdentityContext } from './entrance.ts'
import { localPath, problemPage } from './portal-pages.ts'
import { sendTo } from './sign-in.ts'

const MINUTE_MS = 60_000

export interface SignInQuery {
  readonly Querystring: Readonly<Record<string, unknown>>
}

export function signInPage({ config }: IdentityContext, summary: string): RouteShorthandOptions {
  return {
    // A HEAD request would use up what serves once.
    exposeHeadRoute: false,
    schema: { summary, tags: ['sign-in'] },
    config: { rateLimit: { max: config.limits.signInPerMinute, timeWindow: MINUTE_MS } },
    errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
      // Programs get the problem itself, from the entrance's own handler.
      if (!(request.headers.accept?.includes('text/html') ?? false)) throw error
      // A proxy that is set up wrongly: no page of the portal explains that.
      if (error instanceof Problem && error.status === 400) throw error
      const isLimit = error instanceof Problem && error.status === 429
      request.isOverLimit = isLimit
      if (!isLimit) request.log.error({ err: error }, 'sign-in failed')
      const { publicUrl } = config.portal
      sendTo(
        reply,
        problemPage(
          publicUrl,
          isLimit ? 'too-many-attempts' : 'centre-failed',
          returnPath(request, publicUrl),
        ),
      )
    },
  }
}

export function returnPath({ query }: FastifyRequest, portalUrl: string): string | null {
  const wish = typeof query === 'object' && query !== null && 'returnTo' in query ? query.returnTo : undefined
  return localPath(wish, portalUrl)
}

export function tooManyAttempts(): Problem {
  return new Problem(429, 'too-many-requests', 'There were too many attempts; try again later.')
}
