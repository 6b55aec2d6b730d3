/** People who come through JTP: a real OpenID provider, a real centre. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { issueServerCertificate, LOCAL_NAMES } from '@epacs/pki'
import type { Browser } from '../../testing/browser.ts'
import { freePorts } from '../../testing/free-port.ts'
import { IdentityCentre, validity } from '../../testing/identity-centre.ts'
import { type JtpClaims, TestJtp } from '../../testing/jtp-provider.ts'
import { invite } from '../index.ts'
import { krzpOf } from '../krzp.ts'

const PORT = await freePorts(4)
const ISSUER = `https://localhost:${PORT + 3}`
const SECRET = 'a-secret-of-the-tests'
const COOKIE = '__Host-epacs-session'

const HOSPITAL = { id: '01940000-0000-7000-8000-000000000001', ico: '01234567', name: 'Nemocnice' }
const PRACTICE = { id: '01940000-0000-7000-8000-000000000002', ico: '76543210', name: 'Ambulance' }
const TWINS = [
  { id: '01940000-0000-7000-8000-000000000003', ico: '11112222', name: 'Ústav, pracoviště Brno' },
  { id: '01940000-0000-7000-8000-000000000004', ico: '11112222', name: 'Ústav, pracoviště Zlín' },
]
const OPERATOR = '01940000-0000-7000-8000-000000000101'
const REPRESENTATIVE = '01940000-0000-7000-8000-000000000102'
const TWIN = '01940000-0000-7000-8000-000000000103'

/** A specialist of the hospital whom nobody knows yet. */
function specialist(sub: string, more: Readonly<Record<string, unknown>> = {}): JtpClaims {
  const claims = {
    sub,
    displayName: `MUDr. ${sub}`,
    mail: `${sub}@example.cz`,
    ico: HOSPITAL.ico,
    role: ['Odborník'],
  }
  return { ...claims, ...more, sub }
}

let network: IdentityCentre
let jtp: TestJtp

before(async () => {
  network = await IdentityCentre.start({
    port: PORT,
    bootstrap: async () => ({
      institutions: [HOSPITAL, PRACTICE, ...TWINS].map((institution, number) => ({
        ...institution,
        kind: 'hospital' as const,
        city: 'Brno',
        aeTitle: `AE${number}`,
      })),
      people: [
        {
          id: OPERATOR,
          name: 'Olga Provozní',
          jtp: [{ issuer: ISSUER, subject: 'operator' }],
          operator: true,
        },
        {
          id: REPRESENTATIVE,
          name: 'Zdena Zástupná',
          jtp: [{ issuer: ISSUER, subject: 'zdena' }],
          memberships: [{ institution: HOSPITAL.id, role: 'representative' }],
        },
        {
          id: TWIN,
          name: 'Tomáš Zlínský',
          jtp: [{ issuer: ISSUER, subject: 'tomas' }],
          memberships: [{ institution: TWINS[1]?.id ?? '' }],
        },
      ],
    }),
    config: async (write) => ({
      jtp: {
        issuer: ISSUER,
        clientId: 'centre',
        clientSecretFile: await write('secret', `${SECRET}\n`),
        claims: { name: 'displayName', email: 'mail', institution: 'ico', roles: 'role', krzp: 'krzpid' },
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
    claimNames: ['sub', 'displayName', 'mail', 'ico', 'role', 'krzpid'],
  })
})
after(async () => {
  await jtp?.stop()
  await network?.stop()
})
beforeEach(() => {
  network.setAhead(0)
  jtp.claimsIn = 'id-token'
  jtp.userInfo = 'answers'
})

/** To the page of the portal that the sign-in ends at. */
async function signIn(
  person: JtpClaims | null,
  browser = network.browser(),
  path = '/sign-in/jtp',
): Promise<string> {
  jtp.nextPerson(person)
  const isEnd = (url: string) => url.startsWith(network.portal) && !url.includes('/sign-in/jtp')
  return (await browser.follow(`${network.portal}${path}`, isEnd)).url.slice(network.portal.length)
}

/** As far as JTP's answer: the callback's address, not visited. */
async function answerOfJtp(person: JtpClaims, browser: Browser): Promise<string> {
  jtp.nextPerson(person)
  return (await browser.follow(`${network.portal}/sign-in/jtp`, (url) => url.includes('/callback?'))).url
}

const session = async (browser: Browser) => {
  const { status, text } = await browser.visit(`${network.portal}/api/session`)
  return status === 200 ? JSON.parse(text) : undefined
}
const krzpIn = async (browser: Browser) => {
  const { id } = (await session(browser)).person
  return (await krzpOf(network.centre.db, [id])).get(id)
}
const membershipsOf = async (subject: string) =>
  await network.centre.db
    .selectFrom('person_jtp')
    .innerJoin('membership', 'membership.person_id', 'person_jtp.person_id')
    .where('subject', '=', subject)
    .select(['institution_id', 'role', 'granted_by'])
    .execute()

test('JTP that does not answer is told, and the next click works when it is back', async () => {
  const browser = network.browser()
  assert.equal(
    await signIn(specialist('early'), browser, '/sign-in/jtp?returnTo=/sent'),
    '/sign-in?problem=jtp-failed&returnTo=%2Fsent',
  )
  await jtp.start()
  assert.equal(await signIn(specialist('early'), browser, '/sign-in/jtp?returnTo=/sent'), '/sent')
  // It goes away between the two halves of a sign-in.
  const other = network.browser()
  const answer = await answerOfJtp(specialist('late'), other)
  await jtp.stop()
  assert.match(String((await other.visit(answer)).headers.location), /problem=jtp-failed/)
  await jtp.start()
  assert.equal(await signIn(specialist('late'), other), '/mailbox')
})

describe('who is let in', () => {
  test('a specialist of an institution in the network, at the first visit, without a request', async () => {
    const browser = network.browser()
    assert.equal(await signIn(specialist('novak'), browser), '/mailbox')
    const { person, institution, roles, method } = await session(browser)
    assert.equal(person.name, 'MUDr. novak')
    assert.deepEqual(institution, { id: HOSPITAL.id, name: HOSPITAL.name, role: 'specialist' })
    assert.deepEqual([roles, method], [[], 'jtp'])
    const [event] = await network.audited('session.begin')
    assert.equal(event?.actor_person_id, person.id)
    assert.equal(event?.details.subject, 'novak')
    // The second visit is the same person's.
    const again = network.browser()
    await signIn(specialist('novak'), again)
    assert.equal((await session(again)).person.id, person.id)
  })

  test('two first visits at the same moment make one person', async () => {
    const browsers = [network.browser(), network.browser(), network.browser()]
    const answers: string[] = []
    for (const browser of browsers) answers.push(await answerOfJtp(specialist('twice'), browser))
    await Promise.all(browsers.map((browser, index) => browser.visit(answers[index] ?? '')))
    const people = await Promise.all(browsers.map(async (browser) => (await session(browser)).person.id))
    assert.equal(new Set(people).size, 1)
  })

  test('by what UserInfo says when the ID token says too little', async () => {
    jtp.claimsIn = 'userinfo'
    const browser = network.browser()
    assert.equal(await signIn(specialist('userinfo', { role: 'Odborník' }), browser), '/mailbox')
    assert.equal((await session(browser)).person.name, 'MUDr. userinfo')
  })

  test('by an IČO that lost its leading zero on the way', async () => {
    const browser = network.browser()
    assert.equal(await signIn(specialist('zero', { ico: 1234567 }), browser), '/mailbox')
    assert.equal((await session(browser)).institution.id, HOSPITAL.id)
  })

  test('name and e-mail follow what JTP says', async () => {
    await signIn(specialist('married'))
    const browser = network.browser()
    await signIn(
      specialist('married', { displayName: ' MUDr.  Nová\u0000 ', mail: 'nova@example.cz' }),
      browser,
    )
    const { person } = await session(browser)
    assert.equal(person.name, 'MUDr. Nová')
    const row = await network.centre.db
      .selectFrom('person')
      .where('id', '=', person.id)
      .selectAll()
      .executeTakeFirst()
    assert.equal(row?.email, 'nova@example.cz')
    await signIn(specialist('married', { displayName: undefined, mail: undefined }), browser)
    assert.equal((await session(browser)).person.name, 'MUDr. Nová')
  })

  test('the number of a health care worker is what JTP says, and silence takes nothing away', async () => {
    const browser = network.browser()
    const said = async (krzpid: unknown) => {
      await signIn(specialist('worker', { krzpid }), browser)
      return await krzpIn(browser)
    }
    assert.equal(await said(undefined), undefined)
    // As a number, as registers give them.
    assert.deepEqual(await said(123456786), { number: '123456786', saidBy: 'jtp' })
    for (const nothing of [undefined, '', 'MUDr.', '012345678']) {
      assert.deepEqual(await said(nothing), { number: '123456786', saidBy: 'jtp' })
    }
    assert.deepEqual(await said('234 567 891'), { number: '234567891', saidBy: 'jtp' })
  })

  test('who has no such number signs in while the UserInfo endpoint fails; of whom more is wanting does not', async () => {
    jtp.userInfo = 'broken'
    assert.equal(await signIn(specialist('without-number')), '/mailbox')
    assert.match(await signIn(specialist('without-employer', { ico: undefined })), /problem=jtp-failed/)
  })

  test('whom the centre has made a representative stays one', async () => {
    const browser = network.browser()
    await signIn(specialist('zdena'), browser)
    assert.equal((await session(browser)).institution.role, 'representative')
    // JTP does not know the employer: the place that the centre gave counts.
    await signIn(specialist('zdena', { ico: undefined }), browser)
    assert.equal((await session(browser)).institution.id, HOSPITAL.id)
  })

  test('an operator, who needs no mailbox and no role for one', async () => {
    const browser = network.browser()
    assert.equal(await signIn(specialist('operator', { role: [], ico: undefined }), browser), '/mailbox')
    assert.deepEqual((await session(browser)).roles, ['operator'])
    assert.equal((await session(browser)).institution, null)
  })
})

describe('who is not', () => {
  for (const [what, claims, problem] of [
    ['without the role', specialist('reception', { role: ['Administrativa'] }), 'missing-role'],
    ['with no roles at all', specialist('guest', { role: undefined }), 'missing-role'],
    [
      'with a role that only begins the same',
      specialist('almost', { role: 'Odborník na slovo vzatý' }),
      'missing-role',
    ],
    [
      'of an institution outside the network',
      specialist('foreign', { ico: '99999999' }),
      'unknown-institution',
    ],
    ['whose employer JTP does not know', specialist('freelance', { ico: undefined }), 'unknown-person'],
  ] as const) {
    test(`a person ${what}: ${problem}`, async () => {
      const browser = network.browser()
      assert.equal(await signIn(claims, browser), `/sign-in?problem=${problem}`)
      assert.equal(await session(browser), undefined)
      assert.deepEqual(await membershipsOf(claims.sub), [])
      const [event] = await network.audited('session.refuse')
      assert.deepEqual([event?.details.problem, event?.details.subject], [problem, claims.sub])
    })
  }

  test('the one whose workplace the centre knows gets to it', async () => {
    const browser = network.browser()
    assert.equal(await signIn(specialist('tomas', { ico: '11112222' }), browser), '/mailbox')
    assert.equal((await session(browser)).institution.id, TWINS[1]?.id)
  })

  test('losing the role ends the access, on other computers too', async () => {
    const [home, work] = [network.browser(), network.browser()]
    await signIn(specialist('leaving'), home)
    assert.equal(await signIn(specialist('leaving', { role: [] }), work), '/sign-in?problem=missing-role')
    assert.equal(await session(home), undefined)
    assert.deepEqual(await membershipsOf('leaving'), [])
    assert.equal(await signIn(specialist('leaving'), home), '/mailbox')
  })

  test('changing the employer opens the new mailbox and closes the old one', async () => {
    const [old, fresh] = [network.browser(), network.browser()]
    await signIn(specialist('moving'), old)
    await signIn(specialist('moving', { ico: PRACTICE.ico }), fresh)
    assert.equal((await session(fresh)).institution.id, PRACTICE.id)
    assert.equal((await session(old)).institution, null)
    assert.deepEqual(await membershipsOf('moving'), [
      { institution_id: PRACTICE.id, role: 'specialist', granted_by: 'jtp' },
    ])
    assert.equal(
      await signIn(specialist('moving', { ico: '99999999' }), fresh),
      '/sign-in?problem=unknown-institution',
    )
    assert.deepEqual(await membershipsOf('moving'), [])
  })
})

describe('an answer of JTP', () => {
  const end = async (browser: Browser, url: string) =>
    String((await browser.visit(url)).headers.location).slice(network.portal.length)

  test('that the person gave up leads back', async () => {
    assert.equal(
      await signIn(null, network.browser(), '/sign-in/jtp?returnTo=/sent'),
      '/sign-in?problem=jtp-failed&returnTo=%2Fsent',
    )
  })

  test('counts once', async () => {
    const browser = network.browser()
    const answer = await answerOfJtp(specialist('once'), browser)
    const ends = await Promise.all([end(browser, answer), end(browser, answer)])
    assert.deepEqual(ends.toSorted(), ['/mailbox', '/sign-in?problem=code-expired'])
  })

  test('counts in the browser that began, and in no other', async () => {
    const attacker = network.browser()
    const answer = await answerOfJtp(specialist('attacker'), attacker)
    const victim = network.browser()
    assert.equal(await end(victim, answer), '/sign-in?problem=code-expired')
    await victim.visit(`${network.portal}/sign-in/jtp`)
    assert.equal(await end(victim, answer), '/sign-in?problem=code-expired')
    assert.equal(await session(victim), undefined)
    assert.equal(victim.cookie('localhost', COOKIE), undefined)
  })

  test('that came from another sign-in is refused by PKCE', async () => {
    const [attacker, victim] = [network.browser(), network.browser()]
    const foreign = new URL(await answerOfJtp(specialist('mallory'), attacker))
    const own = new URL(await answerOfJtp(specialist('victim'), victim))
    own.searchParams.set('code', foreign.searchParams.get('code') ?? '')
    assert.equal(await end(victim, own.href), '/sign-in?problem=jtp-failed')
    assert.equal(await session(victim), undefined)
  })

  test('with the nonce of another sign-in, with a false issuer, without a code: refused', async () => {
    for (const spoil of [
      async () => {
        await network.centre.db.updateTable('jtp_sign_in').set({ nonce: 'another' }).execute()
      },
      async (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
      async (url: URL) => url.searchParams.delete('code'),
      async (url: URL) => url.searchParams.set('code', 'guessed'),
    ]) {
      const browser = network.browser()
      const url = new URL(await answerOfJtp(specialist('spoilt'), browser))
      await spoil(url)
      assert.equal(await end(browser, url.href), '/sign-in?problem=jtp-failed')
      assert.equal(await session(browser), undefined)
    }
  })

  test('that nobody asked for, or that comes after a quarter of an hour, is refused', async () => {
    const browser = network.browser()
    for (const query of ['', '?code=x&state=y', '?error=access_denied', '?state=a&state=b']) {
      assert.equal(
        await end(browser, `${network.portal}/sign-in/jtp/callback${query}`),
        '/sign-in?problem=code-expired',
      )
    }
    const answer = await answerOfJtp(specialist('slow'), browser)
    network.setAhead(15 * 60_000 + 1)
    assert.equal(await end(browser, answer), '/sign-in?problem=code-expired')
  })

  test('leads to no foreign site', async () => {
    for (const foreign of ['https://evil.example', '//evil.example', '/.//evil.example']) {
      const path = `/sign-in/jtp?returnTo=${encodeURIComponent(foreign)}`
      assert.equal(await signIn(specialist('novak'), network.browser(), path), '/mailbox')
    }
  })

  test('leaves no secret in the audit trail', async () => {
    const browser = network.browser()
    const answer = new URL(await answerOfJtp(specialist('audited'), browser))
    await browser.visit(answer.href)
    const text = JSON.stringify(await network.audited('session.begin', 'session.refuse', 'session.end'))
    for (const secret of [
      answer.searchParams.get('code'),
      answer.searchParams.get('state'),
      browser.cookie('localhost', COOKIE),
    ]) {
      assert.ok(secret)
      assert.ok(!text.includes(secret))
    }
  })
})

const api = async (browser: Browser, path: string, headers: Record<string, string> = {}, body?: object) => {
  const { status, text } = await browser.visit(`${network.portal}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status, json: text === '' ? undefined : JSON.parse(text) }
}

describe('one legal person with several mailboxes', () => {
  test('the person chooses, once', async () => {
    const browser = network.browser()
    const person = specialist('which', { ico: '11112222', krzpid: '234567891' })
    assert.equal(await signIn(person, browser, '/sign-in/jtp?returnTo=/sent'), '/sign-in?choose=institution')
    assert.equal(await session(browser), undefined)
    const { items } = (await api(browser, '/api/sign-in/institutions')).json
    assert.deepEqual(
      items.map(({ id }: { id: string }) => id),
      TWINS.map(({ id }) => id),
    )
    const chosen = { institution: TWINS[1]?.id }
    assert.equal(
      (await api(browser, '/api/sign-in/institutions', {}, { institution: HOSPITAL.id })).status,
      403,
    )
    assert.equal((await api(network.browser(), '/api/sign-in/institutions', {}, chosen)).status, 401)
    const { json } = await api(browser, '/api/sign-in/institutions', {}, chosen)
    assert.equal(json.location, `${network.portal}/sent`)
    assert.equal((await session(browser)).institution.id, TWINS[1]?.id)
    assert.deepEqual(
      await krzpIn(browser),
      { number: '234567891', saidBy: 'jtp' },
      'what JTP said before the choice',
    )
    assert.equal((await api(browser, '/api/sign-in/institutions', {})).status, 401)
    assert.equal(await signIn(person, network.browser()), '/mailbox')
  })
})

describe('what JTP has granted ends', () => {
  test('within an hour for open sessions', async () => {
    const browser = network.browser()
    await signIn(specialist('hourly'), browser)
    network.setAhead(59 * 60_000)
    assert.equal((await session(browser)).person.name, 'MUDr. hourly')
    network.setAhead(60 * 60_000 + 1)
    assert.equal(await session(browser), undefined)
  })

  test('for somebody whom the representative has removed, until they are invited again', async () => {
    const person = specialist('removed')
    const browser = network.browser()
    await signIn(person, browser)
    const { id } = (await session(browser)).person
    const { db } = network.centre
    await db.deleteFrom('membership').where('person_id', '=', id).execute()
    const removed = { person_id: id, institution_id: HOSPITAL.id, removed_at: new Date() }
    await db.insertInto('removed_member').values(removed).execute()
    assert.equal(await signIn(person), '/sign-in?problem=removed-by-representative')

    const invitation = {
      institutionId: HOSPITAL.id,
      name: 'X',
      email: 'x@example.cz',
      invitedBy: null,
    } as const
    const more = { role: 'representative', language: 'cs' } as const
    const { link } = await invite(
      db,
      network.centre.config,
      { ...invitation, ...more },
      network.centre.clock(),
    )
    const authorization = `Bearer ${link.split('#')[1]}`
    const again = network.browser()
    await again.visit(`${network.portal}/api/invitation/begin`, {
      method: 'POST',
      headers: { authorization },
    })
    // The invitation replaces no role in JTP.
    assert.equal(await signIn(specialist('removed', { role: [] }), again), '/sign-in?problem=missing-role')
    assert.equal(await signIn(person, again), '/mailbox')
    assert.deepEqual((await session(again)).institution.role, 'representative')
  })
})

test('what JTP said of a specialist from outside the network is kept for a request to join', async () => {
  const browser = network.browser()
  await signIn(specialist('founder', { ico: '99999999' }), browser)
  const kept = await network.centre.db
    .selectFrom('proven_identity')
    .where('subject', '=', 'founder')
    .select(['method', 'name', 'email', 'ico'])
    .execute()
  assert.deepEqual(kept, [
    { method: 'jtp', name: 'MUDr. founder', email: 'founder@example.cz', ico: '99999999' },
  ])
})

describe('back-channel logout', () => {
  const logOut = async (claims: Record<string, unknown>, more: { readonly audience?: string } = {}) => {
    const token = await jtp.logoutToken(claims, more.audience ?? 'centre')
    return await network.browser().visit(`${network.portal}/sign-in/jtp/back-channel-logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
    })
  }
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }

  test("ends the person's sessions through JTP, and nobody else's", async () => {
    const [first, second, other] = [network.browser(), network.browser(), network.browser()]
    await signIn(specialist('leaving'), first)
    await signIn(specialist('leaving'), second)
    await signIn(specialist('staying'), other)
    const { status, headers } = await logOut({ sub: 'leaving', jti: 'one', events })
    assert.deepEqual([status, headers['cache-control']], [200, 'no-store'])
    for (const browser of [first, second]) assert.equal(await session(browser), undefined)
    assert.notEqual(await session(other), undefined)
    const [event] = await network.audited('session.end')
    assert.deepEqual(event?.details, { method: 'jtp', by: 'jtp' })
    // The same token a second time ends no later session.
    await signIn(specialist('leaving'), first)
    assert.equal((await logOut({ sub: 'leaving', jti: 'one', events })).status, 200)
    assert.notEqual(await session(first), undefined)
  })

  test('takes no other token', async () => {
    const browser = network.browser()
    await signIn(specialist('steady'), browser)
    const wrong: [Record<string, unknown>, { audience?: string }][] = [
      [{ sub: 'steady', jti: 'a', events }, { audience: 'another' }],
      [{ sub: 'steady', jti: 'b', events: {} }, {}],
      [{ sub: 'steady', jti: 'c', events, nonce: 'n' }, {}],
      [{ sub: 'steady', events }, {}],
      [{ jti: 'd', events }, {}],
      [{ sub: 'steady', jti: 'e', events, iat: Math.floor(Date.now() / 1000) - 3600 }, {}],
      [{ sub: 'steady', jti: 'f', events, iss: 'https://evil.example' }, {}],
    ]
    for (const [claims, more] of wrong) {
      const { status, text } = await logOut(claims, more)
      assert.deepEqual(
        [status, JSON.parse(text)],
        [400, { error: 'invalid_request' }],
        JSON.stringify(claims),
      )
    }
    assert.notEqual(await session(browser), undefined)
  })
})
