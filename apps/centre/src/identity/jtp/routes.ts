/** Sign-in through JTP, on the portal only, by the protocol that is configured. */
import type { FastifyInstance } from 'fastify'
import type { IdentityContext } from '../entrance.ts'
import { refuse } from '../sign-in.ts'
import { returnPath, type SignInQuery, signInPage } from '../sign-in-pages.ts'
import { oidcRoutes } from './oidc/routes.ts'
import { BEGIN } from './paths.ts'

export function jtpRoutes(app: FastifyInstance, context: IdentityContext): void {
  const { jtp } = context.config
  if (jtp === null) notOfferedRoute(app, context)
  else if (jtp.protocol === 'saml') {
    // What it needs of XML is loaded only where it is used: no other centre has to keep it in memory.
    app.register(async (scope) => {
      const { samlRoutes } = await import('./saml/routes.ts')
      samlRoutes(scope, context, jtp)
    })
  } else oidcRoutes(app, context, jtp)
}

function notOfferedRoute(app: FastifyInstance, context: IdentityContext): void {
  app.get<SignInQuery>(BEGIN, signInPage(context, 'Begin a sign-in through JTP'), async (request, reply) => {
    const returnTo = returnPath(request, context.config.portal.publicUrl)
    return await refuse(context, request, reply, { method: 'jtp', problem: 'jtp-failed', returnTo })
  })
}
