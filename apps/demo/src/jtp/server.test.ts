/** A client signs in at the identity provider as the centre does: discovery, PKCE, login page, token, claims. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import tls from 'node:tls'
import * as oidc from 'openid-client'
import { keepCertificates } from '../certificates/keep.ts'
import { Misuse } from '../failure.ts'
import { jtpPeople, SPECIALIST_ROLE } from '../network/people.ts'
import { keepJtpSecrets } from './keys.ts'
import { changeRole } from './roles.ts'
import { type RunningJtp, startJtp } from './server.ts'

const CALLBACK = 'https://localhost:1/sign-in/jtp/callback'
let folder: string
let jtp: RunningJtp
let client: oidc.Configuration
const failures: unknown[] = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-jtp-'))
  const { certificates } = await keepCertificates(folder, [], {})
  const secrets = await keepJtpSecrets(join(folder, 'jtp.json'))
  const [ca, key, cert] = await Promise.all(
    [certificates.ca, certificates.server.key, certificates.server.cert].map((file) =>
      readFile(file, 'utf8'),
    ),
  )
  tls.setDefaultCACertificates([ca ?? ''])
  jtp = await startJtp(
    {
      host: '127.0.0.1',
      port: 0,
      hostName: 'localhost',
      tls: { key: key ?? '', cert: cert ?? '' },
      client: {
        clientId: 'centre',
        clientSecret: secrets.clientSecret,
        redirectUri: CALLBACK,
        portal: 'https://localhost:1',
      },
      keys: secrets,
      people: jtpPeople,
      signInsFile: join(folder, 'sign-ins.json'),
      withoutRoleFile: join(folder, 'without-role.json'),
    },
    (error) => failures.push(error),
  )
  client = await oidc.discovery(new URL(jtp.issuer), 'centre', secrets.clientSecret)
})

after(async () => {
  await jtp?.stop()
  await rm(folder, { recursive: true, force: true })
  assert.deepEqual(failures, [])
})

/** A browser in a few lines: keeps cookies, follows redirects within the provider. */
function browser() {
  const cookies = new Map<string, string>()
  const go = async (url: string, form?: Record<string, string>): Promise<{ url: string; html: string }> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) return { url, html: await response.text() }
    const next = new URL(location, url).href
    return next.startsWith(CALLBACK) ? { url: next, html: '' } : go(next)
  }
  return { go }
}

async function authorization(language?: string) {
  const verifier = oidc.randomPKCECodeVerifier()
  const nonce = oidc.randomNonce()
  const state = oidc.randomState()
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
    ...(language && { ui_locales: language }),
  })
  const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state }
  return { url: url.href, checks }
}

test('a specialist signs in and brings name, institution and role', async () => {
  const { go } = browser()
  const { url, checks } = await authorization('en')
  const page = await go(url)
  assert.match(page.html, /<html lang="en">/)
  assert.match((await go(page.url, { login: 'novotna', password: 'no' })).html, /role="alert"/)
  const back = await go(page.url, { login: 'novotna', password: 'epacs-demo' })
  const tokens = await oidc.authorizationCodeGrant(client, new URL(back.url), checks)
  const claims = tokens.claims()
  const person = jtpPeople.find(({ login }) => login === 'novotna')
  assert.equal(claims?.sub, 'novotna')
  assert.equal(claims?.name, 'MUDr. Barbora Novotná')
  assert.equal(claims?.institution, person?.icos[0])
  assert.deepEqual(claims?.roles, [SPECIALIST_ROLE])
  const info = await oidc.fetchUserInfo(client, tokens.access_token, 'novotna')
  assert.equal(info.email, person?.email)
  assert.deepEqual(info.roles, [SPECIALIST_ROLE])
})

test('a role that is taken away is missing the next time the centre asks, and one that is given is back', async () => {
  const { go } = browser()
  const { url, checks } = await authorization()
  const page = await go(url)
  const back = await go(page.url, { login: 'prochazka', password: 'epacs-demo' })
  const first = await oidc.authorizationCodeGrant(client, new URL(back.url), checks)
  assert.ok(Array.isArray(first.claims()?.institution))
  const file = join(folder, 'without-role.json')
  assert.equal(await changeRole(file, 'prochazka', 'take'), 'MUDr. Josef Procházka')
  const second = await oidc.refreshTokenGrant(client, first.refresh_token ?? '')
  assert.deepEqual(second.claims()?.roles, [])
  await changeRole(file, 'prochazka', 'give')
  const third = await oidc.refreshTokenGrant(client, second.refresh_token ?? '')
  assert.deepEqual(third.claims()?.roles, [SPECIALIST_ROLE])
  await assert.rejects(changeRole(file, 'nobody', 'take'), Misuse)
})

test('the next sign-in in the same browser asks again, so that another person may come', async () => {
  const { go } = browser()
  for (const login of ['horak', 'cerna']) {
    const { url, checks } = await authorization()
    const page = await go(url)
    assert.match(page.html, /name="password"/)
    const back = await go(page.url, { login, password: 'epacs-demo' })
    const tokens = await oidc.authorizationCodeGrant(client, new URL(back.url), checks)
    assert.equal(tokens.claims()?.sub, login)
  }
})

test('giving up and coming too late are answered', async () => {
  const { go } = browser()
  const { url } = await authorization()
  const page = await go(url)
  assert.match((await go(page.url, { cancel: 'yes' })).url, /error=access_denied/)
  assert.match((await go(page.url)).html, /Přihlášení už neběží/)
})

test('the page runs no script and says so to the browser', async () => {
  const { go } = browser()
  const { url } = await authorization()
  const page = await go(url)
  assert.doesNotMatch(page.html, /<script|style="|onclick/i)
  const response = await fetch(page.url)
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
})
