/** What becomes of open sessions while JTP changes its mind: a real OpenID provider with refresh tokens. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { issueServerCertificate, LOCAL_NAMES } from '@epacs/pki'
import type { Browser } from '../../../testing/browser.ts'
import { freePorts } from '../../../testing/free-port.ts'
import { IdentityCentre, validity } from '../../../testing/identity-centre.ts'
import { type JtpClaims, TestJtp } from '../../../testing/jtp-provider.ts'
import { until } from '../../../testing/until.ts'
import { openRefreshToken, sealRefreshToken } from './refresh-token.ts'

const PORT = await freePorts(4)
const SECRET = 'a-secret-of-the-tests'
const MINUTE_MS = 60_000
const PROGRAM = '01940000-0000-7000-8000-000000000999'
const HOSPITAL = { id: '01940000-0000-7000-8000-000000000001', ico: '01234567', name: 'Nemocnice' }
const PRACTICE = { id: '01940000-0000-7000-8000-000000000002', ico: '76543210', name: 'Ambulance' }

function specialist(sub: string, more: Readonly<Record<string, unknown>> = {}): JtpClaims {
  return {
    name: `MUDr. ${sub}`,
    email: `${sub}@example.cz`,
    institution: HOSPITAL.ico,
    roles: ['Odborník'],
    ...more,
    sub,
  }
}

let network: IdentityCentre
let jtp: TestJtp

before(async () => {
  network = await IdentityCentre.start({
    port: PORT,
    bootstrap: async () => ({
      institutions: [HOSPITAL, PRACTICE].map((institution, number) => ({
        ...institution,
        kind: 'hospital' as const,
        city: 'Brno',
        aeTitle: `AE${number}`,
      })),
    }),
    config: async (write) => ({
      jtp: {
        issuer: `https://localhost:${PORT + 3}`,
        clientId: 'centre',
        clientSecretFile: await write('secret', SECRET),
      },
      limits: { signInPerMinute: 1000 },
    }),
  })
  jtp = new TestJtp({
    port: PORT + 3,
    tls: await issueServerCertificate(network.ca, { ...LOCAL_NAMES, ...validity }),
    clientId: 'centre',
    clientSecret: SECRET,
    redirectUri: `${network.portal}/sign-in/jtp/callback`,
    claimNames: ['sub', 'name', 'email', 'institution', 'roles'],
    refreshTokens: 'given',
    backChannelLogoutUri: `${network.portal}/sign-in/jtp/back-channel-logout`,
  })
  await jtp.start()
})
after(async () => {
  await jtp?.stop()
  await network?.stop()
})
beforeEach(() => {
  network.setAhead(0)
  jtp.claimsIn = 'id-token'
})

async function signIn(person: JtpClaims): Promise<Browser> {
  const browser = network.browser()
  jtp.nextPerson(person)
  const isEnd = (url: string) => url.startsWith(network.portal) && !url.includes('/sign-in/jtp')
  const { url } = await browser.follow(`${network.portal}/sign-in/jtp`, isEnd)
  assert.equal(url, `${network.portal}/mailbox`)
  return browser
}

const session = async (browser: Browser) => {
  const { status, text } = await browser.visit(`${network.portal}/api/session`)
  return status === 200 ? JSON.parse(text) : undefined
}

const rowOf = async (subject: string) =>
  await network.centre.db
    .selectFrom('session')
    .where('jtp_subject', '=', subject)
    .selectAll()
    .executeTakeFirst()

/** Uses the session, so often at once, until JTP has been asked about it and has answered. */
async function useAfter(minutes: number, browser: Browser, subject: string, times = 1): Promise<void> {
  const before = await rowOf(subject)
  network.setAhead(minutes * MINUTE_MS)
  await Promise.all(Array.from({ length: times }, () => session(browser)))
  await until('JTP has answered', async () => {
    const row = await rowOf(subject)
    if (row === undefined) return true
    return row.jtp_refresh_token?.equals(before?.jtp_refresh_token ?? Buffer.alloc(0)) === false
  })
}

describe('JTP is asked again about open sessions', () => {
  for (const place of ['id-token', 'userinfo'] as const) {
    test(`a role that was taken away ends them (claims in ${place})`, async () => {
      jtp.claimsIn = place
      const [first, second] = [
        await signIn(specialist(`leaving-${place}`)),
        await signIn(specialist(`leaving-${place}`)),
      ]
      jtp.change(`leaving-${place}`, specialist(`leaving-${place}`, { roles: ['Administrativa'] }))
      network.setAhead(9 * MINUTE_MS)
      assert.notEqual(await session(first), undefined)
      network.setAhead(11 * MINUTE_MS)
      await session(first)
      await until('the session ends', async () => (await session(first)) === undefined)
      assert.equal(await session(second), undefined)
      assert.equal(await rowOf(`leaving-${place}`), undefined)
    })
  }

  test('an account that is gone ends them, and the trail says so', async () => {
    const browser = await signIn(specialist('gone'))
    const { person } = await session(browser)
    jtp.change('gone', null)
    network.setAhead(11 * MINUTE_MS)
    await session(browser)
    await until('the session ends', async () => (await session(browser)) === undefined)
    const [event] = await network.audited('session.end')
    assert.equal(event?.actor_person_id, person.id)
    assert.deepEqual(event?.details, { method: 'jtp', by: 'jtp', problem: 'jtp-ended' })
  })

  test('programs that were let in go on as long as the browser, and end with it', async () => {
    const { db } = network.centre
    const browser = await signIn(specialist('command'))
    const row = await rowOf('command')
    assert.ok(row)
    const mine = { token_sha256: Buffer.alloc(32, 7), id: PROGRAM, jtp_subject: null, jtp_recheck_at: null }
    const letIn = { program: 'epacs', host: 'stanice', allowed_in: row.id }
    await db
      .insertInto('session')
      .values({ ...row, ...mine, ...letIn })
      .execute()
    const programs = async () =>
      await db.selectFrom('session').where('id', '=', PROGRAM).selectAll().execute()
    await useAfter(45, browser, 'command')
    await until('both are prolonged', async () => {
      const [program] = await programs()
      return program?.expires_at.getTime() === (await rowOf('command'))?.expires_at.getTime()
    })
    assert.ok(Number((await programs())[0]?.expires_at) > row.expires_at.getTime())
    jtp.change('command', null)
    network.setAhead(60 * MINUTE_MS)
    await session(browser)
    await until('both end', async () => (await programs()).length === 0)
    assert.equal(await session(browser), undefined)
  })

  test('nobody who is at work has to sign in again before the day is over', async () => {
    const browser = await signIn(specialist('diligent'))
    for (let minutes = 45; minutes < 12 * 60; minutes += 45) {
      await useAfter(minutes, browser, 'diligent')
      assert.notEqual(await session(browser), undefined, `after ${minutes} minutes`)
    }
    network.setAhead(12 * 60 * MINUTE_MS + 1)
    assert.equal(await session(browser), undefined)
  })

  test('requests that come at once ask once: the refresh token serves once', async () => {
    const browser = await signIn(specialist('busy'))
    await useAfter(11, browser, 'busy', 10)
    await useAfter(22, browser, 'busy', 10)
    assert.notEqual(await session(browser), undefined)
  })

  test('while JTP does not answer they go on, for the hour and no longer', async () => {
    const browser = await signIn(specialist('patient'))
    await jtp.stop()
    try {
      for (const minutes of [15, 30, 45, 59]) {
        network.setAhead(minutes * MINUTE_MS)
        assert.notEqual(await session(browser), undefined)
      }
      network.setAhead(60 * MINUTE_MS + 1)
      assert.equal(await session(browser), undefined)
    } finally {
      await jtp.start()
    }
  })

  test('a changed employer leads to the new mailbox', async () => {
    const browser = await signIn(specialist('moving'))
    jtp.change('moving', specialist('moving', { institution: PRACTICE.ico }))
    await useAfter(11, browser, 'moving')
    // The next question finds the former membership gone.
    await useAfter(22, browser, 'moving')
    assert.equal((await session(browser)).institution.id, PRACTICE.id)
  })
})

test('a refresh token is kept so that the database alone opens nothing', async () => {
  await signIn(specialist('sealed'))
  const row = await rowOf('sealed')
  assert.ok(row?.jtp_refresh_token)
  assert.throws(() => openRefreshToken(row.jtp_refresh_token ?? Buffer.alloc(0), 'another session'))
  const sealed = sealRefreshToken('secret', 'token')
  assert.equal(openRefreshToken(sealed, 'token'), 'secret')
  assert.ok(!sealed.includes('secret'))
  sealed.writeUInt8((sealed.at(-1) ?? 0) ^ 1, sealed.length - 1)
  assert.throws(() => openRefreshToken(sealed, 'token'))
})

test('signing out at JTP ends the session here, by a log-out token that the provider sends itself', async () => {
  const [browser, other] = [await signIn(specialist('out')), await signIn(specialist('staying'))]
  const issuer = `https://localhost:${PORT + 3}`
  const page = await browser.visit(`${issuer}/session/end`)
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const { status } = await browser.visit(`${issuer}/session/end/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
  })
  assert.equal(status, 303)
  // The provider waits two seconds and a half for the centre's answer, and no longer.
  await until('the session ends', async () => (await session(browser)) === undefined)
  assert.notEqual(await session(other), undefined)
})
