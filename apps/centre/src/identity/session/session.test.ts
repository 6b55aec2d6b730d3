/** The session that a sign-in leaves in the browser: what it allows, and how it ends. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Issued, issuePersonalCertificate, makeAuthority } from '@epacs/pki'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Browser } from '../../testing/browser.ts'
import { IdentityCentre, validity } from '../../testing/identity-centre.ts'
import { until } from '../../testing/until.ts'
import { networkOf, pollSignIn } from '../device/device-sign-ins.ts'
import { endSessions } from '../jtp/end-sessions.ts'
import { sweepSignIns } from '../sweep.ts'
import { sha256 } from '../tokens.ts'
import { openProgramSession } from './program-sessions.ts'

const HOSPITAL = '01940000-0000-7000-8000-000000000001'
const PRACTICE = '01940000-0000-7000-8000-000000000002'
const JANA = '01940000-0000-7000-8000-000000000101'
const COOKIE = '__Host-epacs-session'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let network: IdentityCentre
let jana: Issued
let browser: Browser
let csrfToken: string

before(async () => {
  const authority = await makeAuthority({ commonName: 'DCA', organization: 'DCA', ...validity })
  jana = await issuePersonalCertificate(authority, { commonName: 'Jana', ...validity })
  network = await IdentityCentre.start({
    bootstrap: async (write) => ({
      institutions: [
        { id: HOSPITAL, name: 'Nemocnice', kind: 'hospital', city: 'Písek', aeTitle: 'PISEK' },
        { id: PRACTICE, name: 'Ambulance', kind: 'private-practice', city: 'Písek', aeTitle: 'AMBULANCE' },
      ],
      people: [
        {
          id: JANA,
          name: 'Jana Čápová',
          certificates: [await write('jana.pem', jana.certificatePem)],
          memberships: [{ institution: PRACTICE }, { institution: HOSPITAL, role: 'representative' }],
        },
      ],
      authorities: [{ name: 'DCA', certificate: await write('dca.pem', authority.certificatePem) }],
    }),
    config: async () => ({
      sessions: { idleMinutes: 30, absoluteHours: 2 },
      limits: { signInPerMinute: 200 },
    }),
  })
})
after(() => network?.stop())

const signIn = (by: Browser) =>
  by.follow(`${network.portal}/sign-in/certificate`, (url) => url === `${network.portal}/mailbox`)
const call = (by: Browser, method: string, path: string, headers: Record<string, string> = {}) =>
  by.visit(`${network.portal}${path}`, { method, headers: { accept: 'application/json', ...headers } })
const session = async (by = browser) => JSON.parse((await call(by, 'GET', '/api/session')).text)
const row = async () =>
  await network.centre.db
    .selectFrom('session')
    .where('token_sha256', '=', sha256(browser.cookie('localhost', COOKIE) ?? ''))
    .selectAll()
    .executeTakeFirst()

beforeEach(async () => {
  network.setAhead(0)
  browser = network.browser({ cert: jana.certificatePem, key: jana.privateKeyPem })
  await signIn(browser)
  csrfToken = (await session()).csrfToken
})

describe('the cookie', () => {
  test('is for this host alone, out of the reach of scripts, and stands in the database as a digest', async () => {
    const other = network.browser({ cert: jana.certificatePem, key: jana.privateKeyPem })
    const code = await other.follow(`${network.portal}/sign-in/certificate`, (url) => url.includes('/code/'))
    const page = await other.visit(code.url)
    const line = page.headers['set-cookie']?.find((each) => each.startsWith(COOKIE)) ?? ''
    const [pair = '', ...attributes] = line.split('; ')
    assert.deepEqual(attributes.toSorted(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
    const token = pair.split('=')[1] ?? ''
    assert.equal(Buffer.from(token, 'base64url').length, 32)
    const rows = await network.centre.db.selectFrom('session').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes(token))
    assert.equal(page.headers['cache-control'], 'no-store')
  })

  test('is another one after each sign-in, and the former one is worth nothing', async () => {
    const former = browser.cookie('localhost', COOKIE) ?? ''
    await signIn(browser)
    assert.notEqual(browser.cookie('localhost', COOKIE), former)
    const old = network.browser()
    old.cookies.set('localhost', new Map([[COOKIE, former]]))
    assert.equal((await call(old, 'GET', '/api/session')).status, 401)
    assert.equal((await session()).person.name, 'Jana Čápová')
  })

  test('that somebody planted before the sign-in becomes no session', async () => {
    const planted = 'A'.repeat(43)
    const victim = network.browser({ cert: jana.certificatePem, key: jana.privateKeyPem })
    victim.cookies.set('localhost', new Map([[COOKIE, planted]]))
    await signIn(victim)
    assert.notEqual(victim.cookie('localhost', COOKIE), planted)
    const attacker = network.browser()
    for (const value of [planted, '', 'x', `${planted}A`, "' or '1'='1"]) {
      attacker.cookies.set('localhost', new Map([[COOKIE, value]]))
      assert.equal((await call(attacker, 'GET', '/api/session')).status, 401, value)
    }
  })
})

describe('who is signed in', () => {
  test('the person, the institution they answer for, and until when', async () => {
    const { person, institution, institutions, roles, method, expiresAt, ...rest } = await session()
    assert.deepEqual(person, { id: JANA, name: 'Jana Čápová' })
    assert.deepEqual(institution, { id: HOSPITAL, name: 'Nemocnice', role: 'representative' })
    assert.deepEqual(institutions, [institution, { id: PRACTICE, name: 'Ambulance', role: 'specialist' }])
    assert.deepEqual([roles, method], [[], 'certificate'])
    assert.deepEqual(Object.keys(rest), ['csrfToken'])
    const left = new Date(expiresAt).getTime() - Date.now()
    assert.ok(left > 29 * MINUTE_MS && left <= 30 * MINUTE_MS)
  })

  test('a visitor is told that nobody is', async () => {
    const { status, text, headers } = await call(network.browser(), 'GET', '/api/session')
    assert.equal(status, 401)
    assert.equal(headers['content-type'], 'application/problem+json')
    assert.equal(JSON.parse(text).code, 'not-signed-in')
  })

  test('a membership that ends takes the institution away at once', async () => {
    const { db } = network.centre
    const ended = { person_id: JANA, institution_id: HOSPITAL, role: 'representative' } as const
    await db.deleteFrom('membership').where('institution_id', '=', HOSPITAL).execute()
    try {
      assert.equal((await session()).institution, null)
    } finally {
      await db.insertInto('membership').values(ended).execute()
    }
  })
})

describe('changes', () => {
  for (const method of ['POST', 'PATCH', 'DELETE']) {
    test(`${method} needs the session's own token`, async () => {
      const other = network.browser({ cert: jana.certificatePem, key: jana.privateKeyPem })
      await signIn(other)
      const foreign = (await session(other)).csrfToken
      for (const token of [undefined, '', 'guess', foreign, `${csrfToken}x`, csrfToken.toLowerCase()]) {
        const headers = token === undefined ? {} : { 'x-epacs-csrf': token }
        const { status, text } = await call(browser, method, '/api/who', headers)
        assert.equal(status, 403, token)
        assert.equal(JSON.parse(text).code, 'csrf')
      }
      const { status, text } = await call(browser, method, '/api/who', { 'x-epacs-csrf': csrfToken })
      assert.equal(status, 200)
      assert.deepEqual(JSON.parse(text), { person: 'Jana Čápová', institution: 'Nemocnice' })
    })
  }

  test('reading needs none, nor does what a visitor sends', async () => {
    assert.equal((await call(browser, 'GET', '/api/who')).status, 200)
    assert.equal((await call(network.browser(), 'POST', '/api/who')).status, 200)
  })
})

describe('the end', () => {
  test('signing out ends it in the database, too, and is recorded', async () => {
    assert.equal((await call(browser, 'DELETE', '/api/session')).status, 403)
    const copy = network.browser()
    copy.cookies.set('localhost', new Map([[COOKIE, browser.cookie('localhost', COOKIE) ?? '']]))
    const { status } = await call(browser, 'DELETE', '/api/session', { 'x-epacs-csrf': csrfToken })
    assert.equal(status, 204)
    assert.equal(browser.cookie('localhost', COOKIE), undefined)
    for (const by of [browser, copy]) assert.equal((await call(by, 'GET', '/api/session')).status, 401)
    const [event] = await network.audited('session.end')
    assert.equal(event?.actor_person_id, JANA)
  })

  test('signing out when nobody is signed in is done already', async () => {
    assert.equal((await call(network.browser(), 'DELETE', '/api/session')).status, 204)
  })

  test('half an hour without use ends it, use prolongs it, two hours end it in any case', async () => {
    network.setAhead(29 * MINUTE_MS)
    assert.equal((await session()).person.id, JANA)
    network.setAhead(58 * MINUTE_MS)
    assert.equal((await session()).person.id, JANA)
    network.setAhead(89 * MINUTE_MS)
    assert.equal((await call(browser, 'GET', '/api/session')).status, 401)

    await signIn(browser)
    const began = 89
    for (const minutes of [20, 40, 60, 80, 100]) {
      network.setAhead((began + minutes) * MINUTE_MS)
      assert.equal((await session()).person.id, JANA)
    }
    const { expiresAt } = await session()
    assert.ok(new Date(expiresAt).getTime() - network.centre.clock().getTime() <= 20 * MINUTE_MS)
    network.setAhead((began + 121) * MINUTE_MS)
    assert.equal((await call(browser, 'GET', '/api/session')).status, 401)
  })

  test('what a page asks by itself does not keep it open', async () => {
    for (const minutes of [10, 20, 29]) {
      network.setAhead(minutes * MINUTE_MS)
      assert.equal((await call(browser, 'GET', '/api/unattended')).status, 200)
    }
    network.setAhead(31 * MINUTE_MS)
    assert.equal((await call(browser, 'GET', '/api/unattended')).status, 401)
  })

  test('that it was used is written at most once a minute', async () => {
    const began = (await row())?.last_seen_at
    // Far enough from the minute for a machine that takes its time.
    network.setAhead(20_000)
    await session()
    assert.deepEqual((await row())?.last_seen_at, began)
    network.setAhead(61_000)
    await Promise.all([session(), session(), session()])
    const seen = (await row())?.last_seen_at
    assert.ok(seen !== undefined && began !== undefined && seen.getTime() - began.getTime() >= 60_000)
    network.setAhead(100_000)
    await session()
    assert.deepEqual((await row())?.last_seen_at, seen)
  })

  test('what time has ended is removed from the database, and nothing else', async () => {
    const { db } = network.centre
    await network.browser().visit(`${network.portal}/sign-in/certificate`)
    await sweepSignIns(network.centre)
    assert.notEqual(await row(), undefined)
    network.setAhead(24 * HOUR_MS)
    await signIn(network.browser({ cert: jana.certificatePem, key: jana.privateKeyPem }))
    await sweepSignIns(network.centre)
    assert.equal(await row(), undefined)
    const left = await db
      .selectFrom('session')
      .select(({ fn }) => fn.countAll().as('rows'))
      .executeTakeFirst()
    assert.equal(left?.rows, 1)
  })
})

describe('of several institutions', () => {
  const choose = async (institution: string) =>
    await browser.visit(`${network.portal}/api/session/institution`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-epacs-csrf': csrfToken, accept: 'application/json' },
      body: JSON.stringify({ institution }),
    })

  test('one acts, and the person says which', async () => {
    assert.deepEqual(JSON.parse((await choose(PRACTICE)).text), {
      id: PRACTICE,
      name: 'Ambulance',
      role: 'specialist',
    })
    assert.equal((await session()).institution.id, PRACTICE)
    assert.equal((await choose('01940000-0000-7000-8000-000000000009')).status, 403)
    assert.equal((await session()).institution.id, PRACTICE)
    const [event] = await network.audited('session.institution')
    assert.deepEqual(event?.details, { institution: PRACTICE })
  })

  test('programs say it with each call', async () => {
    const ask = async (institution: string) => {
      const headers = { 'x-epacs-institution': institution, accept: 'application/json' }
      return await browser.visit(`${network.certificateEntrance}/api/session`, { headers })
    }
    assert.equal(JSON.parse((await ask(PRACTICE)).text).institution.id, PRACTICE)
    assert.equal(JSON.parse((await ask(HOSPITAL)).text).institution.id, HOSPITAL)
    assert.equal((await ask('01940000-0000-7000-8000-000000000009')).status, 403)
  })
  test('what a page began for one goes on for it, whatever another tab has chosen', async () => {
    await choose(PRACTICE)
    const headers = { 'x-epacs-institution': HOSPITAL, accept: 'application/json' }
    const bound = await browser.visit(`${network.portal}/api/session`, { headers })
    assert.equal(JSON.parse(bound.text).institution.id, HOSPITAL)
    assert.equal((await session()).institution.id, PRACTICE)
  })
})

describe('own sessions', () => {
  test('are listed, this one marked, and each can be signed out', async () => {
    const other = network.browser({ cert: jana.certificatePem, key: jana.privateKeyPem })
    await signIn(other)
    const list = async () => JSON.parse((await call(browser, 'GET', '/api/sessions')).text).items
    const items = await list()
    assert.equal(items.filter((each: { isThis: boolean }) => each.isThis).length, 1)
    const one = items.find((each: { isThis: boolean }) => !each.isThis && each !== undefined)
    assert.deepEqual([one.method, one.institution.name], ['certificate', 'Nemocnice'])
    assert.ok(!JSON.stringify(items).includes(other.cookie('localhost', COOKIE) ?? ''))
    for (const { id, isThis } of items) {
      if (isThis) continue
      const { status } = await call(browser, 'DELETE', `/api/sessions/${id}`, { 'x-epacs-csrf': csrfToken })
      assert.equal(status, 204)
    }
    assert.equal((await call(other, 'GET', '/api/session')).status, 401)
    assert.equal((await list()).length, 1)
  })

  test("another person's session is out of reach", async () => {
    const { db } = network.centre
    const id = '01940000-0000-7000-8000-000000000777'
    const stranger = '01940000-0000-7000-8000-000000000778'
    await db.insertInto('person').values({ id: stranger, name: 'Eva' }).execute()
    const at = network.centre.clock()
    const times = { created_at: at, last_seen_at: at, expires_at: new Date(at.getTime() + HOUR_MS) }
    await db
      .insertInto('session')
      .values({
        id,
        token_sha256: sha256('x'),
        csrf_token: 'x',
        person_id: stranger,
        method: 'jtp',
        ...times,
      })
      .execute()
    const { status } = await call(browser, 'DELETE', `/api/sessions/${id}`, { 'x-epacs-csrf': csrfToken })
    assert.equal(status, 404)
    const left = await db.selectFrom('session').where('id', '=', id).select('id').execute()
    assert.equal(left.length, 1)
    await db.deleteFrom('person').where('id', '=', stranger).execute()
  })
})

describe('a program that a person lets in', () => {
  const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'
  const form = async (path: string, fields: Record<string, string>) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const body = new URLSearchParams(fields).toString()
    const page = await network.browser().visit(`${network.portal}${path}`, { method: 'POST', headers, body })
    return { status: page.status, ...JSON.parse(page.text) }
  }
  const ask = () => form('/sign-in/device/authorization', { client_id: 'epacs', host: 'stanice-<17>' })
  const poll = (device_code: string) =>
    form('/sign-in/device/token', { grant_type: DEVICE_CODE, device_code, client_id: 'epacs' })
  const post = async (path: string, json: object, token = '') => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token === '' ? { 'x-epacs-csrf': csrfToken } : { authorization: `Bearer ${token}` }),
    }
    const by = token === '' ? browser : network.browser()
    const visit = { method: 'POST', headers, body: JSON.stringify(json) }
    const page = await by.visit(`${network.portal}${path}`, visit)
    return { status: page.status, ...(page.text === '' ? {} : JSON.parse(page.text)) }
  }
  const lookUp = (userCode: string, token?: string) =>
    post('/api/device-sign-ins/look-up', { userCode }, token)
  const decide = (userCode: string, decision: string) =>
    post('/api/device-sign-ins/decision', { userCode, decision })
  const asProgram = (token: string, method = 'GET', path = '/api/session') =>
    call(network.browser(), method, path, { authorization: `Bearer ${token}` })
  const letIn = async () => {
    const { device_code, user_code } = await ask()
    assert.equal((await decide(user_code, 'allow')).status, 204)
    return { deviceCode: device_code, token: (await poll(device_code)).access_token }
  }

  test('asks for codes, waits, and gets a session of its own once, with the mailbox alone', async () => {
    const metadata = await call(browser, 'GET', '/.well-known/oauth-authorization-server')
    assert.equal(JSON.parse(metadata.text).token_endpoint, `${network.portal}/sign-in/device/token`)
    const asked = await ask()
    assert.match(asked.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    assert.equal(asked.verification_uri_complete, `${network.portal}/device#${asked.user_code}`)
    const errors = [await poll(asked.device_code), await poll(asked.device_code)]
    assert.deepEqual(
      errors.map(({ status, error }) => [status, error]),
      [
        [400, 'authorization_pending'],
        [400, 'slow_down'],
      ],
    )
    network.setAhead(9000)
    assert.equal((await poll(asked.device_code)).error, 'slow_down', 'five seconds more each time')
    const seen = await lookUp(asked.user_code.toLowerCase().replace('-', ' '))
    const { program, host, isOwnAddress, userCode } = seen
    assert.deepEqual([program, host, isOwnAddress, userCode], ['epacs', 'stanice-17', true, asked.user_code])
    const kept = JSON.stringify(await network.centre.db.selectFrom('device_sign_in').selectAll().execute())
    assert.ok(!kept.includes(asked.device_code) && !kept.includes(asked.user_code))
    assert.equal((await decide(asked.user_code, 'allow')).status, 204)
    const { access_token: token, token_type } = await poll(asked.device_code)
    assert.equal(token_type, 'Bearer')
    assert.equal((await poll(asked.device_code)).error, 'expired_token')

    const mine = JSON.parse((await asProgram(token)).text)
    assert.deepEqual([mine.person.id, mine.institution.role, mine.roles], [JANA, 'specialist', []])
    const cookies = network.browser()
    cookies.cookies.set('localhost', new Map([[COOKIE, token]]))
    assert.equal((await call(cookies, 'GET', '/api/session')).status, 401, 'no cookie')
    const own = browser.cookie('localhost', COOKIE) ?? ''
    assert.equal((await asProgram(own)).status, 401, "a browser's token opens nothing elsewhere")
    const { items } = JSON.parse((await call(browser, 'GET', '/api/sessions')).text)
    const listed = items.find((each: { program: unknown }) => each.program !== null)
    assert.deepEqual(listed.program, { name: 'epacs', host: 'stanice-17' })
    const [begun] = await network.audited('session.begin')
    const [allowed] = await network.audited('session.allow-program')
    assert.ok(JSON.stringify(begun).includes(listed.id))
    assert.ok(JSON.stringify(allowed).includes('stanice-17'))
    assert.equal((await asProgram(token, 'DELETE')).status, 204)
    assert.equal((await asProgram(token)).status, 401)
  })

  test('goes on while nobody types, rests on the same certificate, and ends with its time or by a click', async () => {
    const { token } = await letIn()
    const rests = await network.centre.db
      .selectFrom('session')
      .where('program', 'is not', null)
      .orderBy('created_at', 'desc')
      .select(['id', 'certificate_sha256', 'token_sha256'])
      .executeTakeFirstOrThrow()
    assert.ok(!rests.token_sha256.equals(sha256(token)), 'what an earlier version would take for a browser')
    assert.equal(rests.certificate_sha256, (await row())?.certificate_sha256)
    network.setAhead(3 * HOUR_MS)
    await sweepSignIns(network.centre)
    assert.equal((await asProgram(token)).status, 200)
    network.setAhead(12 * HOUR_MS)
    assert.equal((await asProgram(token)).status, 401)
    network.setAhead(0)
    await signIn(browser)
    csrfToken = (await session()).csrfToken
    const { status } = await call(browser, 'DELETE', `/api/sessions/${rests.id}`, {
      'x-epacs-csrf': csrfToken,
    })
    assert.equal(status, 204)
    assert.equal((await asProgram(token)).status, 401)
  })

  test('is refused, too late, or left alone by somebody who signs out', async () => {
    const refused = await ask()
    assert.equal((await decide(refused.user_code, 'refuse')).status, 204)
    assert.equal((await poll(refused.device_code)).error, 'access_denied')
    const late = await ask()
    network.setAhead(10 * MINUTE_MS + 1000)
    assert.equal((await lookUp(late.user_code)).code, 'device-code-not-found')
    assert.equal((await poll(late.device_code)).error, 'expired_token')
    const left = await ask()
    await decide(left.user_code, 'allow')
    assert.equal((await call(browser, 'DELETE', '/api/session', { 'x-epacs-csrf': csrfToken })).status, 204)
    assert.equal((await poll(left.device_code)).error, 'expired_token')
    const unknown = await form('/sign-in/device/authorization', { client_id: 'ePACS support' })
    assert.deepEqual([unknown.status, unknown.error], [400, 'invalid_client'])
  })

  test('reaches nothing of its person but the mailbox', async () => {
    const { token } = await letIn()
    const { items } = JSON.parse((await call(browser, 'GET', '/api/sessions')).text)
    for (const [method, path] of [
      ['GET', '/api/sessions'],
      ...items.map(({ id }: { id: string }) => ['DELETE', `/api/sessions/${id}`]),
      ['POST', '/api/session/institution'],
      ['POST', '/api/invitation/accept'],
    ]) {
      const { status, text } = await asProgram(token, method, path)
      assert.deepEqual([status, JSON.parse(text).code], [403, 'not-for-programs'], `${method} ${path}`)
    }
    assert.equal((await session()).person.id, JANA)
  })

  test('acts for what its person acted for when they allowed it, and fetches that within a minute', async () => {
    const [first, second] = [await ask(), await ask()]
    for (const { user_code } of [first, second]) await decide(user_code, 'allow')
    await post('/api/session/institution', { institution: PRACTICE })
    const { access_token: token } = await poll(first.device_code)
    assert.equal(JSON.parse((await asProgram(token)).text).institution.id, HOSPITAL)
    network.setAhead(61_000)
    assert.equal((await poll(second.device_code)).error, 'expired_token')
  })

  test('that is let in while JTP ends the session that allows it ends, too', async () => {
    const { db } = network.centre
    const { device_code, user_code } = await ask()
    await decide(user_code, 'allow')
    const own = (await row())?.id ?? ''
    const jtp = { jtp_issuer: 'https://jtp.example.cz', jtp_subject: 'jana' }
    await db
      .updateTable('session')
      .set({ ...jtp, method: 'jtp' })
      .where('id', '=', own)
      .execute()
    const request = { ip: '127.0.0.1' } as FastifyRequest
    const ended = await db.transaction().execute(async (trx) => {
      const polled = await pollSignIn(trx, network.centre, device_code)
      assert.equal(polled.kind, 'allowed')
      if (polled.kind !== 'allowed') return
      await openProgramSession(network.centre, trx, request, polled.signIn)
      const notice = { id: 'n1', issuer: jtp.jtp_issuer, subject: jtp.jtp_subject, sid: undefined }
      const end = endSessions(network.centre, notice)
      await until('the end waits', async () => {
        const { rows } = await sql`select 1 from pg_locks where not granted`.execute(db)
        return rows.length > 0
      })
      return { end }
    })
    await ended?.end
    const left = await db
      .selectFrom('session')
      .where((eb) => eb.or([eb('id', '=', own), eb('allowed_in', '=', own)]))
      .select('id')
      .execute()
    assert.deepEqual(left, [])
  })

  test('waits with at most fifty others from one address', async () => {
    const { db } = network.centre
    await ask()
    const one = await db.selectFrom('device_sign_in').selectAll().executeTakeFirstOrThrow()
    const others = Array.from({ length: 50 }, (_, number) => ({
      ...one,
      id: newId(),
      device_code_sha256: sha256(`device ${number}`),
      user_code_sha256: sha256(`user ${number}`),
      expires_at: new Date(network.centre.clock().getTime() + MINUTE_MS),
    }))
    await db.insertInto('device_sign_in').values(others).execute()
    const { status, error } = await ask()
    assert.deepEqual([status, error], [503, 'temporarily_unavailable'])
    await db.updateTable('device_sign_in').set({ network: '2001:db8:0:0::/64' }).execute()
    assert.equal((await ask()).status, 200)
    await db.deleteFrom('device_sign_in').execute()
    assert.deepEqual(
      ['::ffff:192.0.2.1', '192.0.2.1', '2001:db8::1', '2001:db8:0:0:1:2:3:4', '::1'].map(networkOf),
      ['192.0.2.1', '192.0.2.1', '2001:db8:0:0::/64', '2001:db8:0:0::/64', '0:0:0:0::/64'],
    )
  })

  test('lets no further program in; codes cannot be guessed', async () => {
    const { token } = await letIn()
    assert.equal((await lookUp((await ask()).user_code, token)).code, 'no-browser-session')
    let status = 0
    for (let guesses = 0; status !== 429; guesses++) {
      assert.ok(guesses <= 10, 'ten in a minute')
      status = (await lookUp('BCDF-GHJK')).status
      assert.ok(status === 404 || status === 429)
    }
    const [guess] = await network.audited('session.refuse')
    assert.ok(JSON.stringify(guess).includes('unknown-code'))
  })
})
