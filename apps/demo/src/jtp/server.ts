/** The identity provider on its port: the OIDC endpoints of oidc-provider, and around them the login page. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { errors, type Provider } from 'oidc-provider'
import type { JtpPerson } from '../network/people.ts'
import { chooseLanguage, endedPage, type Language, loginPage, STYLE, STYLE_PATH } from './login-page.ts'
import { createProvider, type JtpClient, type JtpKeys } from './provider.ts'

/** A login form is a hundred bytes. */
const MOST_FORM_BYTES = 4096

export interface JtpOptions {
  readonly host: string
  /** 0: any free one (tests). */
  readonly port: number
  /** As the browser sees it, without a port when `port` is 0. */
  readonly hostName: string
  readonly tls: { readonly key: string; readonly cert: string }
  readonly client: JtpClient
  readonly keys: JtpKeys
  readonly people: readonly JtpPerson[]
  /** Logins of those whose roles were taken away; asked at each sign-in. */
  readonly takenRoles?: () => Promise<readonly string[]>
}

export interface RunningJtp {
  readonly issuer: string
  stop(): Promise<void>
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes > MOST_FORM_BYTES) throw new errors.InvalidRequest('the form is too large')
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function respond(response: ServerResponse, status: number, html: string, portal: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    // Browsers hold `form-action` against the redirect to the portal that follows the form, too.
    'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${portal}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(html)
}

/**
 * Forgets who signed in before in the same browser: oidc-provider would first ask to sign that person out, on a page
 * with a script.
 */
async function forgetFormerPerson(provider: Provider, sessionUid: string | undefined): Promise<void> {
  const session = sessionUid === undefined ? undefined : await provider.Session.findByUid(sessionUid)
  if (session?.accountId === undefined) return
  delete session.accountId
  delete session.authorizations
  await session.persist()
}

async function interact(
  provider: Provider,
  options: JtpOptions,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chosen = url.searchParams.get('lang') ?? undefined
  const spoken = request.headers['accept-language']
  let language: Language = chooseLanguage([chosen, spoken])
  try {
    const { params, session } = await provider.interactionDetails(request, response)
    const wished = typeof params.ui_locales === 'string' ? params.ui_locales : undefined
    language = chooseLanguage([chosen, wished, spoken])
    const show = (login: string, isWrong: boolean) =>
      respond(
        response,
        200,
        loginPage({ language, path: url.pathname, login, isWrong }),
        options.client.portal,
      )
    if (request.method !== 'POST') {
      show('', false)
      return
    }
    const form = await readForm(request)
    if (form.has('cancel')) {
      const refusal = { error: 'access_denied', error_description: 'the person did not sign in' }
      await provider.interactionFinished(request, response, refusal)
      return
    }
    const login = (form.get('login') ?? '').trim()
    const person = options.people.find((candidate) => candidate.login === login.toLowerCase())
    if (person === undefined || !isSame(person.password, form.get('password') ?? '')) {
      show(login, true)
      return
    }
    const result = { login: { accountId: person.login } }
    const merge = { mergeWithLastSubmission: false }
    const returnTo = await provider.interactionResult(request, response, result, merge)
    // Not before: an interaction whose session has changed its person is refused.
    await forgetFormerPerson(provider, session?.uid)
    response.writeHead(303, { location: returnTo, 'content-length': '0' })
    response.end()
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error
    respond(response, 400, endedPage(language), options.client.portal)
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Starts listening; `onError` hears of anything unexpected in a request. */
export async function startJtp(options: JtpOptions, onError: (error: unknown) => void): Promise<RunningJtp> {
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void = () => {}
  const server = createServer({ key: options.tls.key, cert: options.tls.cert }, (request, response) => {
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      onError(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  const port = await listen(server, options.host, options.port)
  const issuer = `https://${options.hostName}:${port}`
  const takenRoles = options.takenRoles ?? (async () => [])
  const provider = createProvider(issuer, options.client, options.keys, options.people, takenRoles)
  provider.on('server_error', (_ctx, error) => onError(error))
  const oidc = provider.callback()

  handle = (request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname.startsWith('/interaction/')) return interact(provider, options, url, request, response)
    if (url.pathname === STYLE_PATH) {
      response.writeHead(200, {
        'content-type': 'text/css; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      })
      response.end(STYLE)
      return
    }
    return oidc(request, response)
  }

  return {
    issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
