/** The OpenID provider that stands for JTP: configuration of oidc-provider, accounts from the demo's list. */
import Provider, { type Configuration, interactionPolicy, type JWK } from 'oidc-provider'
import type { JtpPerson } from '../network/people.ts'
import type { SignIns } from './memory-adapter.ts'

export interface JtpClient {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly portal: string
}

export interface JtpKeys {
  /** Private keys that sign the ID tokens. */
  readonly signing: readonly JWK[]
  readonly cookies: readonly string[]
}

const TEN_MINUTES_S = 600
const HOUR_S = 3600
const DAY_S = 86_400

/** The subject is the login: nobody is renamed in a demo. */
function claimsOf(person: JtpPerson, withoutRole: readonly string[]) {
  const { icos, krzp } = person
  return {
    sub: person.login,
    name: person.name,
    email: person.email,
    roles: withoutRole.includes(person.login) ? [] : [...person.roles],
    ...(krzp === undefined ? {} : { krzp }),
    ...(icos.length === 0 ? {} : { institution: icos.length === 1 ? icos[0] : [...icos] }),
  }
}

/** Asks for the password at each sign-in, so that one browser can play several people in turn. */
function policy(): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base()
  prompts
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        'each_time',
        'a password is asked for at each sign-in',
        'login_required',
        (ctx) => ctx.oidc.result?.login === undefined,
      ),
    )
  return prompts
}

export function createProvider(
  issuer: string,
  client: JtpClient,
  keys: JtpKeys,
  people: readonly JtpPerson[],
  kept: { readonly signIns: SignIns; readonly withoutRole: () => Promise<readonly string[]> },
): Provider {
  const byLogin = new Map(people.map((person) => [person.login, person]))
  const configuration: Configuration = {
    adapter: (model) => kept.signIns.of(model),
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        client_name: 'ePACS',
        redirect_uris: [client.redirectUri],
        post_logout_redirect_uris: [`${client.portal}/`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    // `openid` alone brings everything: a client that asks for less gets no less to fail on.
    claims: {
      openid: ['sub', 'name', 'email', 'institution', 'roles', 'krzp'],
      profile: ['name'],
      email: ['email'],
    },
    // Claims stand in the ID token as well as at the UserInfo endpoint.
    conformIdTokenClaims: false,
    clientBasedCORS: () => false,
    cookies: { keys: [...keys.cookies] },
    jwks: { keys: [...keys.signing] },
    features: {
      devInteractions: { enabled: false },
      // The portal's "sign out" ends the portal's session; this provider keeps none worth ending.
      rpInitiatedLogout: { enabled: false },
    },
    // The centre asks again with it whether the person still has the role.
    issueRefreshToken: async () => true,
    expiresWithSession: async () => false,
    interactions: { policy: policy(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    ttl: {
      AccessToken: TEN_MINUTES_S,
      AuthorizationCode: 60,
      Grant: DAY_S,
      IdToken: TEN_MINUTES_S,
      Interaction: HOUR_S,
      RefreshToken: DAY_S,
      Session: HOUR_S,
    },
    async findAccount(_ctx, sub) {
      const person = byLogin.get(sub)
      return person === undefined
        ? undefined
        : { accountId: sub, claims: async () => claimsOf(person, await kept.withoutRole()) }
    },
    // Consent is the ministry's to ask for, once and elsewhere: here whoever signs in has given it.
    async loadExistingGrant(ctx) {
      const { client: asking, session, params, provider } = ctx.oidc
      if (asking === undefined || session?.accountId === undefined) return undefined
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId })
      grant.addOIDCScope(typeof params?.scope === 'string' ? params.scope : 'openid')
      await grant.save()
      return grant
    },
    async renderError(ctx, out) {
      ctx.type = 'text/plain; charset=utf-8'
      ctx.body = `${out.error}: ${out.error_description ?? ''}\n`
    },
  }
  return new Provider(issuer, configuration)
}
