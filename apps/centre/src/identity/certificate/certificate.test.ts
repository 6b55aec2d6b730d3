/** People with personal certificates at both entrances. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { type Issued, issuePersonalCertificate, makeAuthority } from '@epacs/pki'
import type { Browser, HeldCertificate } from '../../testing/browser.ts'
import { IdentityCentre, validity } from '../../testing/identity-centre.ts'
import { issueByOpenSsl } from '../../testing/openssl.ts'
import { until } from '../../testing/until.ts'
import { sha256 } from '../tokens.ts'

const HOSPITAL = '01940000-0000-7000-8000-000000000001'
const JANA = '01940000-0000-7000-8000-000000000101'
const OLGA = '01940000-0000-7000-8000-000000000102'
const DAY_MS = 86_400_000
const run = promisify(execFile)

const authority = await makeAuthority({ commonName: 'Osobní certifikáty', organization: 'DCA', ...validity })
const namesake = await makeAuthority({ commonName: 'Osobní certifikáty', organization: 'DCA', ...validity })
const issuing = await makeAuthority({
  commonName: 'Vydávající',
  organization: 'DCA',
  issuer: authority,
  ...validity,
})
const below = await makeAuthority({
  commonName: 'Pobočka',
  organization: 'DCA',
  issuer: issuing,
  ...validity,
})
const jana = await issuePersonalCertificate(authority, { commonName: 'Jana', ...validity })
const janaBelow = await issuePersonalCertificate(below, { commonName: 'Jana', ...validity })
const olga = await issueByOpenSsl(authority, { commonName: 'Olga', newKey: 'rsa:2048' })
const past = { notBefore: new Date(Date.now() - 60 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }
const future = { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 60 * DAY_MS) }

const held = ({ certificatePem, privateKeyPem }: Issued, ...above: readonly Issued[]): HeldCertificate => ({
  cert: [certificatePem, ...above.map((each) => each.certificatePem)].join('\n'),
  key: privateKeyPem,
})

/** By what the portal says of it. */
const refused: readonly (readonly [what: string, problem: string, certificate: HeldCertificate])[] = [
  [
    'of an authority nobody accepts',
    'untrusted-certificate',
    held(await issuePersonalCertificate(namesake, { commonName: 'Jana', ...validity })),
  ],
  [
    'made by OpenSSL for an authority nobody accepts',
    'untrusted-certificate',
    held(await issueByOpenSsl(namesake, { commonName: 'Jana' })),
  ],
  [
    'whose chain is not whole',
    'untrusted-certificate',
    held(await issuePersonalCertificate(below, { commonName: 'Jana', ...validity }), issuing),
  ],
  [
    'issued with the key of a person',
    'untrusted-certificate',
    held(await issuePersonalCertificate(jana, { commonName: 'Jana', ...validity }), jana),
  ],
  [
    'that has expired',
    'expired-certificate',
    held(await issuePersonalCertificate(authority, { commonName: 'Jana', ...past })),
  ],
  [
    'made by OpenSSL that has expired',
    'expired-certificate',
    held(await issueByOpenSsl(authority, { commonName: 'Jana', ...past })),
  ],
  [
    'that is not valid yet',
    'expired-certificate',
    held(await issueByOpenSsl(authority, { commonName: 'Jana', ...future })),
  ],
  [
    'for e-mail only',
    'wrong-certificate-purpose',
    held(
      await issuePersonalCertificate(authority, {
        commonName: 'Jana',
        purpose: 'emailProtection',
        ...validity,
      }),
    ),
  ],
  [
    'of a server',
    'wrong-certificate-purpose',
    held(
      await issueByOpenSsl(authority, { commonName: 'Jana', extensions: ['extendedKeyUsage=serverAuth'] }),
    ),
  ],
  [
    'for encryption only',
    'wrong-certificate-purpose',
    held(
      await issueByOpenSsl(authority, {
        commonName: 'Jana',
        extensions: ['keyUsage=keyEncipherment', 'extendedKeyUsage=clientAuth'],
      }),
    ),
  ],
  [
    'with a 1024-bit key',
    'weak-certificate',
    {
      ...held(await issueByOpenSsl(authority, { commonName: 'Jana', newKey: 'rsa:1024' })),
      ciphers: 'DEFAULT@SECLEVEL=0',
    },
  ],
  [
    'of somebody unknown',
    'unknown-certificate',
    held(await issuePersonalCertificate(authority, { commonName: 'Jana', ...validity })),
  ],
]

let network: IdentityCentre
before(async () => {
  network = await IdentityCentre.start({
    bootstrap: async (write) => ({
      institutions: [{ id: HOSPITAL, name: 'Nemocnice', kind: 'hospital', city: 'Písek', aeTitle: 'PISEK' }],
      people: [
        {
          id: JANA,
          name: 'Jana Čápová',
          certificates: [
            await write('jana.pem', jana.certificatePem),
            await write('below.pem', janaBelow.certificatePem),
          ],
          memberships: [{ institution: HOSPITAL, role: 'representative' }],
        },
        {
          id: OLGA,
          name: 'Olga Provozní',
          certificates: [await write('olga.pem', olga.certificatePem)],
          operator: true,
        },
      ],
      authorities: [{ name: 'DCA', certificate: await write('dca.pem', authority.certificatePem) }],
    }),
    config: async () => ({ limits: { signInPerMinute: 1000 } }),
  })
})
after(() => network?.stop())

const signIn = (browser: Browser, path = '/sign-in/certificate') =>
  browser.follow(`${network.portal}${path}`, (url) => !url.includes('/sign-in/c'))
const who = async (browser: Browser, origin: string) =>
  JSON.parse((await browser.visit(`${origin}/api/who`)).text)

describe('signing in at the portal', () => {
  test('a member comes to the mailbox, signed in', async () => {
    const browser = network.browser(held(jana))
    const { url } = await signIn(browser)
    assert.equal(url, `${network.portal}/mailbox`)
    const session = JSON.parse((await browser.visit(`${network.portal}/api/session`)).text)
    assert.deepEqual(session.person, { id: JANA, name: 'Jana Čápová' })
    assert.deepEqual(session.institution, { id: HOSPITAL, name: 'Nemocnice', role: 'representative' })
    assert.equal(session.method, 'certificate')
    const [event] = await network.audited('session.begin')
    assert.equal(event?.actor_person_id, JANA)
    assert.equal(event?.actor_institution_id, HOSPITAL)
  })

  test('an operator, whose certificate OpenSSL made, goes on as everybody does: the portal knows where', async () => {
    const browser = network.browser(held(olga))
    assert.equal((await signIn(browser)).url, `${network.portal}/mailbox`)
    const session = JSON.parse((await browser.visit(`${network.portal}/api/session`)).text)
    assert.deepEqual(session.roles, ['operator'])
    assert.equal(session.institution, null)
  })

  test('what one wanted to see comes after it, and no foreign site does', async () => {
    const browser = network.browser(held(jana))
    const wanted = '/mailbox?status=delivered#list'
    const { url } = await signIn(browser, `/sign-in/certificate?returnTo=${encodeURIComponent(wanted)}`)
    assert.equal(url, `${network.portal}${wanted}`)
    for (const foreign of [
      'https://evil.example/',
      '//evil.example',
      '/.//evil.example',
      '/\\evil.example',
    ]) {
      const { url } = await signIn(browser, `/sign-in/certificate?returnTo=${encodeURIComponent(foreign)}`)
      assert.equal(url, `${network.portal}/mailbox`, foreign)
    }
  })

  test('whoever opens the certificate entrance itself is signed in as well', async () => {
    const browser = network.browser(held(jana))
    const page = await browser.follow(
      `${network.certificateEntrance}/sign-in/certificate?returnTo=/sent`,
      (url) => url.endsWith('/sent'),
    )
    assert.equal(page.url, `${network.portal}/sent`)
  })

  test('intermediate certificates that come along are used', async () => {
    assert.equal(
      (await signIn(network.browser(held(janaBelow, below, issuing)))).url,
      `${network.portal}/mailbox`,
    )
    assert.equal(
      (await signIn(network.browser(held(janaBelow, issuing, below)))).url,
      `${network.portal}/mailbox`,
    )
  })

  test('without a certificate the portal says so, and keeps what was wanted', async () => {
    const { url } = await signIn(network.browser(), '/sign-in/certificate?returnTo=/sent')
    assert.equal(url, `${network.portal}/sign-in?problem=no-certificate&returnTo=%2Fsent`)
    const [event] = await network.audited('session.refuse')
    assert.equal(event?.details.problem, 'no-certificate')
  })

  for (const [what, problem, certificate] of refused) {
    test(`a certificate ${what}: ${problem}`, async () => {
      const browser = network.browser(certificate)
      const { url } = await signIn(browser)
      assert.equal(url, `${network.portal}/sign-in?problem=${problem}`)
      assert.equal((await browser.visit(`${network.portal}/api/session`)).status, 401)
      const [event] = await network.audited('session.refuse')
      assert.equal(event?.details.problem, problem)
      assert.equal(event?.actor_person_id, null)
    })
  }

  test('after a refusal the connection is closed, so that the browser may show another certificate', async () => {
    const page = await network
      .browser()
      .visit(
        `${network.certificateEntrance}/sign-in/certificate?browser=${sha256('x').toString('base64url')}`,
      )
    assert.equal(page.headers.connection, 'close')
    assert.equal(page.headers['cache-control'], 'no-store')
  })
})

describe('the one-time code', () => {
  /** The address of the code, not visited yet. */
  const codeFor = async (browser: Browser) =>
    (await browser.follow(`${network.portal}/sign-in/certificate`, (url) => url.includes('/sign-in/code/')))
      .url
  const location = async (browser: Browser, url: string) => (await browser.visit(url)).headers.location

  test('works once, also when two requests come at the same moment', async () => {
    const browser = network.browser(held(jana))
    const code = await codeFor(browser)
    const ends = await Promise.all([
      location(browser, code),
      location(browser, code),
      location(browser, code),
    ])
    const expired = `${network.portal}/sign-in?problem=code-expired`
    assert.deepEqual(ends.toSorted(), [`${network.portal}/mailbox`, expired, expired].toSorted())
    assert.equal(await location(browser, code), expired)
  })

  test('works for a minute', async () => {
    const browser = network.browser(held(jana))
    const code = await codeFor(browser)
    network.setAhead(61_000)
    try {
      assert.equal(await location(browser, code), `${network.portal}/sign-in?problem=code-expired`)
    } finally {
      network.setAhead(0)
    }
  })

  test('works in no other browser than the one that began: nobody is made to work under a foreign name', async () => {
    const attacker = network.browser(held(jana))
    const code = await codeFor(attacker)
    const victim = network.browser()
    assert.equal(await location(victim, code), `${network.portal}/sign-in?problem=code-expired`)
    await victim.visit(`${network.portal}/sign-in/certificate`)
    assert.equal(await location(victim, code), `${network.portal}/sign-in?problem=code-expired`)
    assert.equal((await victim.visit(`${network.portal}/api/session`)).status, 401)
    // The victim's attempt has not taken it from the one it belongs to.
    assert.equal(await location(attacker, code), `${network.portal}/mailbox`)
  })

  test('is of no use to who lured a person to the certificate entrance', async () => {
    const attacker = network.browser()
    const began = await attacker.visit(`${network.portal}/sign-in/certificate`)
    const victim = network.browser(held(jana))
    const lured = await victim.follow(String(began.headers.location), (url) => url.includes('/sign-in/code/'))
    assert.equal(await location(victim, lured.url), `${network.portal}/sign-in?problem=code-expired`)
    assert.equal((await victim.visit(`${network.portal}/api/session`)).status, 401)
  })

  test('is not used up by HEAD, nor guessed', async () => {
    const browser = network.browser(held(jana))
    const code = await codeFor(browser)
    assert.equal((await browser.visit(code, { method: 'HEAD' })).status, 404)
    const guessed = `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`
    assert.match(String(await location(browser, guessed)), /problem=code-expired/)
    assert.equal(await location(browser, code), `${network.portal}/mailbox`)
  })

  test('lies in the database as a digest', async () => {
    const code = (await codeFor(network.browser(held(jana)))).split('/').at(-1) ?? ''
    const rows = await network.centre.db.selectFrom('sign_in_code').selectAll().execute()
    assert.ok(rows.some(({ code_sha256 }) => code_sha256.equals(sha256(code))))
    assert.ok(!JSON.stringify(rows).includes(code))
  })
})

describe('calling the API with a certificate', () => {
  test('a member is who the certificate says, on one connection and the next', async () => {
    const browser = network.browser(held(jana))
    const caller = { person: 'Jana Čápová', institution: 'Nemocnice' }
    assert.deepEqual(await who(browser, network.certificateEntrance), caller)
    assert.deepEqual(await who(browser, network.certificateEntrance), caller)
    assert.deepEqual(await who(network.browser(held(jana)), network.certificateEntrance), caller)
    assert.deepEqual(
      await who(network.browser(held(janaBelow, below, issuing)), network.certificateEntrance),
      caller,
    )
    const session = JSON.parse((await browser.visit(`${network.certificateEntrance}/api/session`)).text)
    assert.equal(session.method, 'certificate')
    assert.equal(session.csrfToken, null)
    assert.equal(
      (await browser.visit(`${network.certificateEntrance}/api/session`, { method: 'DELETE' })).status,
      204,
    )
  })

  test('without one, nobody', async () => {
    const browser = network.browser()
    assert.deepEqual(await who(browser, network.certificateEntrance), { person: null, institution: null })
    const { status, text } = await browser.visit(`${network.certificateEntrance}/api/session`)
    assert.equal(status, 401)
    assert.equal(JSON.parse(text).code, 'not-signed-in')
  })

  for (const [what, problem, certificate] of refused) {
    test(`one ${what} is refused as ${problem}, and recorded once per connection`, async () => {
      const browser = network.browser(certificate)
      const before = (await network.audited('session.refuse')).length
      for (let request = 0; request < 3; request++) {
        const { status, text } = await browser.visit(`${network.certificateEntrance}/api/session`)
        assert.equal(status, 401)
        assert.equal(JSON.parse(text).code, problem)
      }
      assert.deepEqual(await who(browser, network.certificateEntrance), { person: null, institution: null })
      assert.equal((await network.audited('session.refuse')).length, before + 1)
    })
  }

  test('the portal takes no certificate, the certificate entrance no cookie', async () => {
    const browser = network.browser(held(jana))
    assert.deepEqual(await who(browser, network.portal), { person: null, institution: null })
    await signIn(browser)
    const cookie = `__Host-epacs-session=${browser.cookie('localhost', '__Host-epacs-session')}`
    const page = await network
      .browser()
      .visit(`${network.certificateEntrance}/api/who`, { headers: { cookie } })
    assert.deepEqual(JSON.parse(page.text), { person: null, institution: null })
  })

  test('a foreign page changes nothing and learns nothing with the certificate that the browser sends by itself', async () => {
    const browser = network.browser(held(jana))
    const url = `${network.certificateEntrance}/api/who`
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: network.portal },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: network.certificateEntrance, 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      for (const method of ['POST', 'PATCH', 'DELETE']) {
        const { status, text } = await browser.visit(url, { method, headers })
        assert.equal(status, 403, JSON.stringify(headers))
        assert.equal(JSON.parse(text).code, 'foreign-page')
      }
      assert.equal(JSON.parse((await browser.visit(url, { headers })).text).person, null)
    }
    const own: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'same-origin', origin: network.certificateEntrance },
      { 'sec-fetch-site': 'none' },
    ]
    for (const headers of own) {
      const { status, text } = await browser.visit(url, { method: 'POST', headers })
      assert.equal(status, 200)
      assert.equal(JSON.parse(text).person, 'Jana Čápová')
    }
  })
})

describe('the accepted authorities', () => {
  test('their names go to the browser, so that it offers the right certificates', async () => {
    const { port } = new URL(network.certificateEntrance)
    const { stdout } = await run('sh', [
      '-c',
      `openssl s_client -connect localhost:${port} </dev/null 2>/dev/null | cat`,
    ])
    const names = stdout.split('Acceptable client certificate CA names\n')[1]?.split('\n') ?? []
    assert.match(names[0] ?? '', /O ?= ?DCA/)
    assert.equal(names.filter((line) => line.includes('CN')).length, 1)
  })

  test('a connection is not resumed: each proves the certificate anew', async () => {
    const { port } = new URL(network.certificateEntrance)
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const connection = {
        port: Number(port),
        host: 'localhost',
        ca: network.ca.certificatePem,
        ...held(jana),
      }
      const tickets: Buffer[] = []
      const visit = (session?: Buffer) =>
        new Promise<boolean>((resolve, reject) => {
          const versions = { minVersion: version, maxVersion: version }
          const socket = connect({ ...connection, ...versions, ...(session && { session }) }, () => {
            socket.write('GET /api/who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
          })
          socket.on('session', (ticket) => tickets.push(ticket)).on('error', reject)
          socket.resume().on('end', () => resolve(socket.isSessionReused()))
        })
      await visit()
      for (const ticket of [...tickets]) assert.equal(await visit(ticket), false, version)
    }
  })

  test('one that was withdrawn opens nothing any more, on connections that are open either', async () => {
    const { db } = network.centre
    const browsers = [network.browser(held(jana)), network.browser(held(janaBelow, below, issuing))]
    for (const browser of browsers)
      assert.notEqual((await who(browser, network.certificateEntrance)).person, null)
    await db.updateTable('authority').set({ withdrawn_at: new Date() }).execute()
    try {
      for (const browser of browsers) {
        const code = async () =>
          JSON.parse((await browser.visit(`${network.certificateEntrance}/api/session`)).text).code
        // The database tells of it at once.
        await until('the entrance refuses it', async () => (await code()) !== undefined)
        assert.equal(await code(), 'untrusted-certificate')
        assert.equal((await signIn(browser)).url, `${network.portal}/sign-in?problem=untrusted-certificate`)
      }
    } finally {
      await db.updateTable('authority').set({ withdrawn_at: null }).execute()
    }
  })
})
