/** A real OpenID provider in JTP's place. It asks for no password: whoever the test names signs in. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { Issued } from '@epacs/pki'
import { importJWK, SignJWT } from 'jose'
import Provider, { type JWK } from 'oidc-provider'

export type JtpClaims = Readonly<Record<string, unknown>> & { readonly sub: string }

export interface JtpOptions {
  readonly port: number
  readonly tls: Issued
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  /** Names of all claims that a person may have. */
  readonly claimNames: readonly string[]
  /** `given`: with each sign-in, and a new one at each use. */
  readonly refreshTokens?: 'given'
  /** Where it tells of log-outs. */
  readonly backChannelLogoutUri?: string
}

export class TestJtp {
  readonly issuer: string
  /** Where the claims stand. */
  claimsIn: 'id-token' | 'userinfo' = 'id-token'
  /** `broken`: whoever asks there is answered 500. */
  userInfo: 'answers' | 'broken' = 'answers'
  readonly #options: JtpOptions
  readonly #people = new Map<string, JtpClaims>()
  #next: JtpClaims | null = null
  readonly #jwk: JWK
  #server: Server | undefined

  constructor(options: JtpOptions) {
    this.#options = options
    this.issuer = `https://localhost:${options.port}`
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#jwk = { ...privateKey.export({ format: 'jwk' }), kty: 'EC', kid: 'test', use: 'sig', alg: 'ES256' }
  }

  /** Null: gives up. What is known of the person from now on are these claims. */
  nextPerson(person: JtpClaims | null): void {
    this.#next = person
    if (person !== null) this.#people.set(person.sub, person)
  }

  /** From now on JTP says this of the person; null: it knows nobody of the name any more. */
  change(sub: string, person: JtpClaims | null): void {
    if (person === null) this.#people.delete(sub)
    else this.#people.set(sub, person)
  }

  /** A log-out token with these claims, signed with the provider's own key. */
  async logoutToken(claims: Readonly<Record<string, unknown>>, audience: string): Promise<string> {
    return await new SignJWT({
      iss: this.issuer,
      iat: Math.floor(Date.now() / 1000),
      ...claims,
      aud: audience,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'logout+jwt' })
      .sign(await importJWK({ ...this.#jwk } as Record<string, string>, 'ES256'))
  }

  async start(): Promise<void> {
    const provider = this.#provider()
    const oidc = provider.callback()
    const server = createServer(
      { cert: this.#options.tls.certificatePem, key: this.#options.tls.privateKeyPem },
      (request, response) => {
        if (request.url === '/me' && this.userInfo === 'broken') {
          response.writeHead(500).end()
          return
        }
        if (request.url?.startsWith('/interaction/') !== true) {
          void oidc(request, response)
          return
        }
        const person = this.#next
        const result =
          person === null
            ? { error: 'access_denied', error_description: 'given up' }
            : { login: { accountId: person.sub } }
        provider
          .interactionFinished(request, response, result, { mergeWithLastSubmission: false })
          .catch((error: unknown) => response.writeHead(500).end(String(error)))
      },
    )
    server.listen(this.#options.port, 'localhost')
    await once(server, 'listening')
    this.#server = server
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server === undefined) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  #provider(): Provider {
    const { clientId, clientSecret, redirectUri, claimNames, refreshTokens, backChannelLogoutUri } =
      this.#options
    return new Provider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: [redirectUri],
          grant_types: ['authorization_code', ...(refreshTokens === 'given' ? ['refresh_token'] : [])],
          ...(backChannelLogoutUri === undefined
            ? {}
            : { backchannel_logout_uri: backChannelLogoutUri, backchannel_logout_session_required: true }),
          response_types: ['code'],
          id_token_signed_response_alg: 'ES256',
        },
      ],
      claims: { openid: [...claimNames], profile: [], email: [] },
      conformIdTokenClaims: false,
      cookies: { keys: [randomBytes(32).toString('base64url')] },
      jwks: { keys: [this.#jwk] },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: backChannelLogoutUri !== undefined },
      },
      // oidc-provider itself calls nobody on its own machine.
      fetch: async (url, { dispatcher: _guard, ...options } = {}) => await fetch(url, options),
      issueRefreshToken: async () => refreshTokens === 'given',
      rotateRefreshToken: true,
      interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
      pkce: { required: () => true },
      ttl: {
        AccessToken: 60,
        AuthorizationCode: 60,
        Grant: 600,
        IdToken: 60,
        Interaction: 60,
        RefreshToken: 600,
        Session: 600,
      },
      findAccount: (_ctx, sub) => {
        if (!this.#people.has(sub)) return undefined
        return {
          accountId: sub,
          claims: (use) => {
            const isThere = (use === 'id_token') === (this.claimsIn === 'id-token')
            return isThere ? { ...this.#people.get(sub), sub } : { sub }
          },
        }
      },
      async loadExistingGrant({ oidc }) {
        const { client, session, provider } = oidc
        if (client === undefined || session?.accountId === undefined) return undefined
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
        grant.addOIDCScope('openid profile email')
        await grant.save()
        return grant
      },
    })
  }
}
