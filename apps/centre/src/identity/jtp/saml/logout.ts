/** The identity provider ends a session, and the centre's with it (SAML 2.0 Profiles, 4.4), by HTTP-POST. */
import type { Profile } from '@node-saml/node-saml'
import type { FastifyInstance } from 'fastify'
import type { IdentityContext } from '../../entrance.ts'
import { sendTo } from '../../sign-in.ts'
import { signInPage } from '../../sign-in-pages.ts'
import { endSessions } from '../end-sessions.ts'
import { formField, takeForms } from '../form-body.ts'
import { SINGLE_LOGOUT } from '../paths.ts'
import type { ServiceProvider } from './service-provider.ts'

const MOST_BYTES = 64 * 1024

export function logoutRoute(app: FastifyInstance, context: IdentityContext, provider: ServiceProvider): void {
  app.register(async (scope) => {
    takeForms(scope, MOST_BYTES)
    const options = signInPage(context, 'The SAML identity provider ends sessions (Single Logout)')
    const config = { ...options.config, isSignedElsewhere: true }
    scope.post(SINGLE_LOGOUT, { ...options, config }, async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      const saml = await provider.saml()
      const { logoutUrl, entityId } = await provider.identityProvider()
      const asked = await saml
        .validatePostRequestAsync({ SAMLRequest: formField(request, 'SAMLRequest') })
        .then(({ profile }) => (profile.issuer === entityId ? profile : undefined))
        .catch((error: unknown) => {
          const problem = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
          request.log.warn({ problem }, 'a logout request was refused')
          return undefined
        })
      if (logoutUrl === null || asked === undefined) {
        return await reply.code(400).send({ error: 'invalid_request' })
      }
      await end(asked)
      const relayState = formField(request, 'RelayState')
      return sendTo(reply, await saml.getLogoutResponseUrlAsync(asked, relayState, {}, true))
    })
  })

  async function end({ ID, issuer, nameID, sessionIndex }: Profile): Promise<void> {
    if (ID === undefined) throw new Error('a logout request without an id')
    await endSessions(context, { id: ID, issuer, subject: nameID, sid: sessionIndex })
  }
}
