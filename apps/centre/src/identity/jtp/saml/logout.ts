/** The identity provider ends a session, and the centre's with it (SAML 2.0 Profiles, 4.4). */
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { Profile, SAML } from '@node-saml/node-saml'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IdentityContext } from '../../entrance.ts'
import { formField, takeForms } from '../../form-body.ts'
import { sendTo } from '../../sign-in.ts'
import { signInPage } from '../../sign-in-pages.ts'
import { endSessions, NOTICES_KEPT_MS } from '../end-sessions.ts'
import { SINGLE_LOGOUT } from '../paths.ts'
import type { ServiceProvider } from './service-provider.ts'
import {
  checkSignatureOfAddress,
  checkSignatures,
  messageOf,
  rootOf,
  UnacceptedSignature,
} from './signatures.ts'

const MOST_BYTES = 64 * 1024
const inflated = promisify(inflateRaw)

/** One way for a request to come: its XML, and whom it names once node-saml has found its signature good. */
interface Binding {
  readonly xml: string
  readonly relayState: string
  proven(saml: SAML): Promise<Profile | null>
}

export function logoutRoutes(
  app: FastifyInstance,
  context: IdentityContext,
  provider: ServiceProvider,
): void {
  const options = signInPage(context, 'The SAML identity provider ends sessions (Single Logout)')
  const config = { ...options.config, isSignedElsewhere: true }

  app.get(SINGLE_LOGOUT, { ...options, config }, async (request, reply) =>
    take(request, reply, () => byRedirect(request.url)),
  )

  app.register(async (scope) => {
    takeForms(scope, MOST_BYTES)
    scope.post(SINGLE_LOGOUT, { ...options, config }, async (request, reply) =>
      take(request, reply, () => byPost(request)),
    )
  })

  async function take(
    request: FastifyRequest,
    reply: FastifyReply,
    read: () => Promise<Binding>,
  ): Promise<FastifyReply> {
    reply.header('Cache-Control', 'no-store')
    const { logoutUrl } = await provider.identityProvider()
    const saml = await provider.saml()
    const taken = await confirmed(saml, read).catch((error: unknown) => {
      const problem = error instanceof Error ? error.message.slice(0, 200) : 'unknown'
      request.log.warn({ problem }, 'a logout request was refused')
      return error instanceof UnacceptedSignature ? error.message : undefined
    })
    if (logoutUrl === null || taken === undefined || typeof taken === 'string') {
      const description = typeof taken === 'string' ? { error_description: taken } : {}
      return reply.code(400).send({ error: 'invalid_request', ...description })
    }
    const { profile, relayState } = taken
    await end(profile)
    return sendTo(reply, await saml.getLogoutResponseUrlAsync(profile, relayState, {}, true))
  }

  /** Throws when the request does not hold. */
  async function confirmed(saml: SAML, read: () => Promise<Binding>) {
    const { xml, relayState, proven } = await read()
    const profile = await proven(saml)
    const { entityId } = await provider.identityProvider()
    if (profile === null || profile.issuer !== entityId) throw new Error('the request is of another issuer')
    const root = await rootOf(xml)
    // What is signed for another service provider is not to be used here (SAML 2.0 Bindings, 3.4.5.2 and 3.5.5.2).
    if (root.getAttribute('Destination') !== provider.singleLogout)
      throw new Error('the request was sent to another address')
    const ageMs = context.clock().getTime() - Date.parse(root.getAttribute('IssueInstant') ?? '')
    // Older ones are not remembered, and might come a second time.
    if (!(Math.abs(ageMs) < NOTICES_KEPT_MS)) throw new Error('the request is too old')
    return { profile, relayState }
  }

  async function end({ ID, issuer, nameID, sessionIndex }: Profile): Promise<void> {
    if (ID === undefined) throw new Error('a logout request without an id')
    await endSessions(context, { id: ID, issuer, subject: nameID, sid: sessionIndex })
  }
}

async function byPost(request: FastifyRequest): Promise<Binding> {
  const field = formField(request, 'SAMLRequest')
  const xml = messageOf(field)
  await checkSignatures(xml, undefined)
  return {
    xml,
    relayState: formField(request, 'RelayState'),
    proven: async (saml) => (await saml.validatePostRequestAsync({ SAMLRequest: field })).profile,
  }
}

/**
 * What is signed are the parameters as they stand in the address (SAML 2.0 Bindings, 3.4.4.1). node-saml takes the first
 * that looks like one, and takes a request without any signature: neither is left to it.
 */
async function byRedirect(url: string): Promise<Binding> {
  const parts = url.slice(url.indexOf('?') + 1).split('&')
  const parameters = new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part] as const))
  if (parameters.size !== parts.length) throw new Error('a parameter stands twice')
  for (const name of parameters.keys()) {
    if (!PARAMETERS.has(name)) throw new Error('a parameter is unknown')
  }
  const value = (name: string) => new URLSearchParams(parameters.get(name)).get(name) ?? ''
  const [SAMLRequest, SigAlg, Signature] = [value('SAMLRequest'), value('SigAlg'), value('Signature')]
  if (SAMLRequest === '' || Signature === '') throw new Error('there is no signed request')
  checkSignatureOfAddress(SigAlg)
  const bytes = await inflated(Buffer.from(SAMLRequest, 'base64'), { maxOutputLength: MOST_BYTES })
  const signed = ['SAMLRequest', 'SigAlg', 'RelayState']
    .flatMap((name) => parameters.get(name) ?? [])
    .join('&')
  const container = { SAMLRequest, SigAlg, Signature }
  return {
    xml: bytes.toString('utf8'),
    relayState: value('RelayState'),
    proven: async (saml) => (await saml.validateRedirectAsync(container, signed)).profile,
  }
}

const PARAMETERS: ReadonlySet<string> = new Set(['SAMLRequest', 'RelayState', 'SigAlg', 'Signature'])
