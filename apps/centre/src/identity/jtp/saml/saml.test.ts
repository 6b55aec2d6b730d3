/** People who come through JTP by SAML: an identity provider made with another library, a real centre. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { type Issued, makeAuthority } from '@epacs/pki'
import { signXml } from '@node-saml/node-saml/lib/xml.js'
import type { Browser } from '../../../testing/browser.ts'
import { IdentityCentre, validity } from '../../../testing/identity-centre.ts'
import { issueByOpenSsl } from '../../../testing/openssl.ts'
import {
  type Falsehood,
  type Hash,
  type SamlPerson,
  SESSION_INDEX,
  TestSamlProvider,
} from '../../../testing/saml-provider.ts'
import { readIdentityProvider } from './identity-provider.ts'
import { checkSamlFiles } from './service-provider.ts'

const IDP = 'https://idp.example'
const HOSPITAL = { id: '01940000-0000-7000-8000-000000000001', ico: '01234567', name: 'Nemocnice' }
const PRACTICE = { id: '01940000-0000-7000-8000-000000000002', ico: '76543210', name: 'Ambulance' }
const ISSUER = `${IDP}/metadata`

function specialist(nameId: string, more: Readonly<Record<string, readonly string[]>> = {}): SamlPerson {
  const attributes = {
    displayName: [`MUDr. ${nameId}`],
    mail: [`${nameId}@example.cz`],
    ico: [HOSPITAL.ico],
    'https://jtp.example/roles': ['Administrativa', 'Odborník'],
  }
  return { nameId, attributes: { ...attributes, ...more } }
}

let network: IdentityCentre
let signing: Issued
let next: Issued
let stranger: Issued
let idp: TestSamlProvider
let metadata: string
let to: { readonly entityId: string; readonly consumer: string }

before(async () => {
  const ca = await makeAuthority({ commonName: 'IdP', organization: 'ePACS tests', ...validity })
  const issue = () => issueByOpenSsl(ca, { commonName: 'SAML', extensions: ['keyUsage=digitalSignature'] })
  signing = await issue()
  next = await issue()
  stranger = await issue()
  const own = await issue()
  network = await IdentityCentre.start({
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
        protocol: 'saml',
        identityProvider: {
          metadataFile: await write('idp.xml', TestSamlProvider.metadata(IDP, signing, { next })),
        },
        keyFile: await write('saml-key.pem', own.privateKeyPem),
        certFile: await write('saml.pem', own.certificatePem),
        attributes: {
          name: 'displayName',
          email: 'mail',
          institution: 'ico',
          roles: 'https://jtp.example/roles',
        },
        forceAuthn: true,
      },
      limits: { signInPerMinute: 1000 },
    }),
  })
  metadata = (await network.browser().visit(`${network.portal}/sign-in/jtp/metadata`)).text
  to = {
    entityId: `${network.portal}/sign-in/jtp/metadata`,
    consumer: `${network.portal}/sign-in/jtp/assertion`,
  }
  idp = new TestSamlProvider({ origin: IDP, signing, serviceMetadata: metadata })
})
after(async () => await network?.stop())
beforeEach(() => network.setAhead(0))

/** The request's id, for a browser that begins. */
async function begin(browser: Browser, query = '', provider = idp): Promise<string> {
  const { headers } = await browser.visit(`${network.portal}/sign-in/jtp${query}`)
  assert.ok(headers.location?.startsWith(`${IDP}/sso?SAMLRequest=`), headers.location)
  return (await provider.read(headers.location ?? '')).id
}

/** Where the centre leads a form that the identity provider's page has sent: without cookies, as browsers send it. */
async function post(answer: string): Promise<string> {
  const { headers } = await network.browser().visit(to.consumer, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: IDP },
    body: new URLSearchParams({ SAMLResponse: answer }).toString(),
  })
  return String(headers.location)
}

const ended = (location: string) => location.slice(network.portal.length)

/** To the page of the portal that the browser ends at. */
async function end(browser: Browser, location: string): Promise<string> {
  if (!location.includes('/sign-in/jtp/callback')) return ended(location)
  return ended(String((await browser.visit(location)).headers.location))
}

async function signIn(
  person: SamlPerson,
  {
    browser = network.browser(),
    query = '',
    falsehood = {},
    provider = idp,
    spoil = (text: string) => text,
  }: {
    browser?: Browser
    query?: string
    falsehood?: Falsehood
    provider?: TestSamlProvider
    spoil?: (xml: string) => string
  } = {},
): Promise<string> {
  const id = await begin(browser, query, provider)
  const answer = await provider.answer(id, person, to, falsehood)
  const xml = spoil(Buffer.from(answer, 'base64').toString('utf8'))
  return await end(browser, await post(Buffer.from(xml).toString('base64')))
}

const session = async (browser: Browser) => {
  const { status, text } = await browser.visit(`${network.portal}/api/session`)
  return status === 200 ? JSON.parse(text) : undefined
}

const FAILED = '/sign-in?problem=jtp-failed'
const EXPIRED = '/sign-in?problem=code-expired'

describe('who is let in', () => {
  test('a specialist of an institution in the network, to the page that was wanted', async () => {
    const browser = network.browser()
    assert.equal(await signIn(specialist('novak'), { browser, query: '?returnTo=/sent' }), '/sent')
    const { person, institution, method } = await session(browser)
    assert.deepEqual([person.name, institution.id, method], ['MUDr. novak', HOSPITAL.id, 'jtp'])
    const [event] = await network.audited('session.begin')
    assert.deepEqual([event?.details.issuer, event?.details.subject], [ISSUER, 'novak'])
    const again = network.browser()
    await signIn(specialist('novak'), { browser: again })
    assert.equal((await session(again)).person.id, person.id)
  })

  test('one who works for two of its institutions, and chooses between them', async () => {
    const browser = network.browser()
    assert.equal(
      await signIn(specialist('both', { ico: [HOSPITAL.ico, PRACTICE.ico] }), { browser }),
      '/mailbox',
    )
    const ids = (await session(browser)).institutions.map(({ id }: { id: string }) => id)
    assert.deepEqual(ids.toSorted(), [HOSPITAL.id, PRACTICE.id])
  })

  test('with an encrypted assertion', async () => {
    const provider = new TestSamlProvider({
      origin: IDP,
      signing,
      serviceMetadata: metadata,
      assertions: 'encrypted',
    })
    const browser = network.browser()
    const seen = (xml: string) => {
      assert.ok(xml.includes('EncryptedAssertion') && !xml.includes('MUDr. secret'))
      return xml
    }
    assert.equal(await signIn(specialist('secret'), { browser, provider, spoil: seen }), '/mailbox')
    assert.equal((await session(browser)).person.name, 'MUDr. secret')
  })

  test('signed with the certificate that the identity provider changes to', async () => {
    const provider = new TestSamlProvider({ origin: IDP, signing: next, serviceMetadata: metadata })
    assert.equal(await signIn(specialist('later'), { provider }), '/mailbox')
  })
})

describe('how the answer is signed', () => {
  const UNACCEPTED = '/sign-in?problem=unaccepted-signature'
  const signed = (hash: Hash, assertions: 'plain' | 'encrypted') =>
    new TestSamlProvider({ origin: IDP, signing, serviceMetadata: metadata, hash, assertions })
  /** Its assertion signed anew. */
  const resigned = (signatureAlgorithm: Hash, digestAlgorithm: Hash) => (xml: string) => {
    const unsigned = xml.replace(/<ds:Signature.*?<\/ds:Signature>/s, '')
    const assertion = "/*[local-name()='Response']/*[local-name()='Assertion']"
    const issuer = { reference: `${assertion}/*[local-name()='Issuer']`, action: 'after' } as const
    const keys = { privateKey: signing.privateKeyPem, publicCert: signing.certificatePem }
    return signXml(unsigned, assertion, issuer, { ...keys, signatureAlgorithm, digestAlgorithm })
  }
  /** The response around the assertion, too. */
  const signedAround = (hash: Hash) => (xml: string) => {
    const issuer = { reference: "/*/*[local-name()='Issuer']", action: 'after' } as const
    const keys = { privateKey: signing.privateKeyPem, signatureAlgorithm: hash, digestAlgorithm: hash }
    return signXml(xml, "/*[local-name()='Response']", issuer, keys)
  }

  for (const assertions of ['plain', 'encrypted'] as const) {
    test(`SHA-1 is refused, and the page says so: ${assertions}`, async () => {
      const browser = network.browser()
      const provider = signed('sha1', assertions)
      assert.equal(await signIn(specialist('old'), { browser, provider }), UNACCEPTED)
      assert.equal(await session(browser), undefined)
      const [event] = await network.audited('session.refuse')
      assert.equal(event?.details.problem, 'unaccepted-signature')
    })
    test(`SHA-512 is taken: ${assertions}`, async () => {
      assert.equal(await signIn(specialist('modern'), { provider: signed('sha512', assertions) }), '/mailbox')
    })
  }

  for (const [what, spoil, where] of [
    ['a digest by SHA-1 under a signature by SHA-256 is refused', resigned('sha256', 'sha1'), UNACCEPTED],
    ['a signature by SHA-1 over a digest by SHA-256 is refused', resigned('sha1', 'sha256'), UNACCEPTED],
    ['SHA-1 around a well-signed assertion is refused', signedAround('sha1'), UNACCEPTED],
    ['both signed well is taken', signedAround('sha256'), '/mailbox'],
    ['signed anew in the same way is taken', resigned('sha256', 'sha256'), '/mailbox'],
  ] as const) {
    test(what, async () => {
      assert.equal(await signIn(specialist('mixed'), { spoil }), where)
    })
  }
})

describe('who is not', () => {
  for (const [what, person, problem] of [
    [
      'without the role',
      specialist('clerk', { 'https://jtp.example/roles': ['Administrativa'] }),
      'missing-role',
    ],
    [
      'of an institution outside the network',
      specialist('foreign', { ico: ['99999999'] }),
      'unknown-institution',
    ],
    ['whose employer is not said', specialist('freelance', { ico: [] }), 'unknown-person'],
  ] as const) {
    test(`a person ${what}: ${problem}`, async () => {
      const browser = network.browser()
      assert.equal(await signIn(person, { browser }), `/sign-in?problem=${problem}`)
      assert.equal(await session(browser), undefined)
    })
  }

  test('losing the role ends the access at the next sign-in', async () => {
    const browser = network.browser()
    await signIn(specialist('leaving'), { browser })
    assert.equal(
      await signIn(specialist('leaving', { 'https://jtp.example/roles': ['Jiná'] })),
      '/sign-in?problem=missing-role',
    )
    assert.equal(await session(browser), undefined)
  })

  test('a session ends within the hour', async () => {
    const browser = network.browser()
    await signIn(specialist('hourly'), { browser })
    network.setAhead(60 * 60_000 + 1)
    assert.equal(await session(browser), undefined)
  })
})

describe('an answer that does not hold', () => {
  const cut = (xml: string) => xml.replace(/<ds:Signature.*?<\/ds:Signature>/s, '')
  const assertionOf = (xml: string) => /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)?.[0] ?? ''
  /** The same for somebody else, unsigned. */
  const forgedOf = (xml: string) =>
    cut(assertionOf(xml))
      .replace(/ID="[^"]+"/, 'ID="_forged"')
      .replaceAll('victim', 'mallory')
  const signatureOf = (xml: string) => /<ds:Signature.*?<\/ds:Signature>/s.exec(xml)?.[0] ?? ''

  const wrappings: Readonly<Record<string, (xml: string) => string>> = {
    'is not signed': cut,
    'was changed after signing': (xml) => xml.replaceAll('victim@', 'mallory@'),
    'has a forged assertion before the signed one': (xml) =>
      xml.replace('<saml:Assertion', `${forgedOf(xml)}<saml:Assertion`),
    'has a forged assertion after the signed one': (xml) =>
      xml.replace('</samlp:Response>', `${forgedOf(xml)}</samlp:Response>`),
    'holds the signed assertion in extensions': (xml) =>
      xml.replace(
        assertionOf(xml),
        `<samlp:Extensions>${assertionOf(xml)}</samlp:Extensions>${forgedOf(xml)}`,
      ),
    'holds the signed assertion inside of a forged one with its signature': (xml) => {
      const inner = cut(assertionOf(xml))
      const signature = signatureOf(xml).replace(
        '</ds:Signature>',
        `<ds:Object>${inner}</ds:Object></ds:Signature>`,
      )
      return xml.replace(
        assertionOf(xml),
        forgedOf(xml).replace('</saml:Issuer>', `</saml:Issuer>${signature}`),
      )
    },
    'gives a forged assertion the id of the signed one': (xml) => {
      const id = /<saml:Assertion[^>]* ID="([^"]+)"/.exec(xml)?.[1] ?? ''
      const forged = forgedOf(xml).replace('_forged', id)
      return xml.replace(
        assertionOf(xml),
        forged
          .replace('</saml:Issuer>', `</saml:Issuer>${signatureOf(xml)}`)
          .replace('</saml:Assertion>', `${assertionOf(xml)}</saml:Assertion>`),
      )
    },
  }
  for (const [what, spoil] of Object.entries(wrappings)) {
    test(`because it ${what}`, async () => {
      const browser = network.browser()
      let isSpoilt = false
      const watched = (xml: string) => {
        const spoilt = spoil(xml)
        isSpoilt = spoilt !== xml
        return spoilt
      }
      assert.equal(await signIn(specialist('victim'), { browser, spoil: watched }), FAILED)
      assert.ok(isSpoilt)
      assert.equal(await session(browser), undefined)
    })
  }

  const falsehoods: Readonly<Record<string, Falsehood>> = {
    'is for another audience': { audience: 'https://other.example' },
    'is for another recipient': { recipient: 'https://other.example/acs' },
    'is of another issuer': { issuer: 'https://evil.example' },
    'has expired': { endsAt: new Date(Date.now() - 10 * 60_000) },
    'confirms another request': { confirmedRequest: '_another' },
    'confirms no request': { confirmedRequest: null },
    'names the person for this time only': {
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
    },
  }
  for (const [what, falsehood] of Object.entries(falsehoods)) {
    test(`because it ${what}`, async () => {
      const browser = network.browser()
      assert.equal(await signIn(specialist('victim'), { browser, falsehood }), FAILED)
      assert.equal(await session(browser), undefined)
    })
  }

  test('because another key signed it; the request is not used up by that', async () => {
    const browser = network.browser()
    const id = await begin(browser)
    const forger = new TestSamlProvider({ origin: IDP, signing: stranger, serviceMetadata: metadata })
    const forged = await forger.answer(id, specialist('victim'), to)
    assert.equal(ended(await post(forged)), FAILED)
    const answer = await idp.answer(id, specialist('victim'), to)
    assert.equal(await end(browser, await post(answer)), '/mailbox')
  })

  test('because nobody asked for it', async () => {
    for (const falsehood of [{}, { inResponseTo: '' }]) {
      const answer = await idp.answer('_unasked', specialist('victim'), to, falsehood)
      assert.equal(ended(await post(answer)), EXPIRED)
    }
    for (const nonsense of ['', 'AAAA', Buffer.from('<Response InResponseTo="_x">').toString('base64')]) {
      assert.equal(ended(await post(nonsense)), EXPIRED)
    }
  })

  test('because it comes a second time, even at once', async () => {
    const browser = network.browser()
    const answer = await idp.answer(await begin(browser), specialist('twice'), to)
    const locations = await Promise.all([post(answer), post(answer), post(answer)])
    const callbacks = locations.filter((location) => location.includes('/callback'))
    assert.equal(callbacks.length, 1)
    assert.equal(await end(browser, callbacks[0] ?? ''), '/mailbox')
    assert.equal(ended(await post(answer)), EXPIRED)
    assert.equal(await end(browser, callbacks[0] ?? ''), EXPIRED)
  })

  test('because its assertion was taken from another sign-in', async () => {
    const [attacker, victim] = [network.browser(), network.browser()]
    const stolen = await idp.answer(await begin(victim), specialist('victim'), to)
    const own = await begin(attacker)
    const xml = Buffer.from(stolen, 'base64')
      .toString('utf8')
      .replace(/InResponseTo="[^"]+"/, `InResponseTo="${own}"`)
    assert.equal(await end(attacker, await post(Buffer.from(xml).toString('base64'))), FAILED)
  })

  test('because another browser began, or it comes after a quarter of an hour', async () => {
    const [attacker, victim] = [network.browser(), network.browser()]
    const location = await post(await idp.answer(await begin(attacker), specialist('attacker'), to))
    await begin(victim)
    assert.equal(await end(victim, location), EXPIRED)
    assert.equal(await session(victim), undefined)
    const late = await idp.answer(await begin(attacker), specialist('attacker'), to)
    network.setAhead(15 * 60_000 + 1)
    assert.equal(ended(await post(late)), EXPIRED)
  })

  test('a comment inside of the name id names nobody else', async () => {
    const browser = network.browser()
    const spoil = (xml: string) => xml.replace('>victim.evil<', '>victim<!-- -->.evil<')
    const where = await signIn(specialist('victim.evil'), { browser, spoil })
    if (where === '/mailbox') assert.equal((await session(browser)).person.name, 'MUDr. victim.evil')
    else assert.equal(where, FAILED)
  })
})

test('the request asks for a lasting name id and the password, signed, and says where the answer goes', async () => {
  const { headers } = await network.browser().visit(`${network.portal}/sign-in/jtp`)
  const url = new URL(headers.location ?? '')
  const xml = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString(
    'utf8',
  )
  for (const part of ['nameid-format:persistent', 'ForceAuthn="true"', to.consumer, to.entityId]) {
    assert.ok(xml.includes(part), part)
  }
  assert.match(url.searchParams.get('SigAlg') ?? '', /rsa-sha256$/)
})

test('the metadata say what an identity provider has to know', () => {
  for (const part of [
    `entityID="${to.entityId}"`,
    to.consumer,
    ...['POST', 'Redirect'].map(
      (binding) =>
        `<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="${network.portal}/sign-in/jtp/single-logout"/>`,
    ),
    'WantAssertionsSigned="true"',
    'AuthnRequestsSigned="true"',
    'use="encryption"',
    'use="signing"',
  ]) {
    assert.ok(metadata.includes(part), part)
  }
})

describe('Single Logout', () => {
  const logOut = async (request: string) =>
    await network.browser().visit(`${network.portal}/sign-in/jtp/single-logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: IDP },
      body: new URLSearchParams({ SAMLRequest: request, RelayState: 'r' }).toString(),
    })
  const address = () => `${network.portal}/sign-in/jtp/single-logout`

  test('ends the session of the person at the identity provider, and answers it', async () => {
    const [browser, other] = [network.browser(), network.browser()]
    await signIn(specialist('out'), { browser })
    await signIn(specialist('staying'), { browser: other })
    const { status, headers } = await logOut(idp.logout(specialist('out'), SESSION_INDEX, address()))
    assert.equal(status, 303)
    assert.ok(headers.location?.startsWith(`${IDP}/slo?SAMLResponse=`), headers.location)
    assert.equal(await session(browser), undefined)
    assert.notEqual(await session(other), undefined)
    const [event] = await network.audited('session.end')
    assert.deepEqual(event?.details, { method: 'jtp', by: 'jtp' })
  })

  test('is taken from nobody else, and from nobody unsigned', async () => {
    const browser = network.browser()
    await signIn(specialist('steady'), { browser })
    const forger = new TestSamlProvider({ origin: IDP, signing: stranger, serviceMetadata: metadata })
    const good = idp.logout(specialist('steady'), SESSION_INDEX, address())
    const unsigned = Buffer.from(good, 'base64')
      .toString('utf8')
      .replace(/<(ds:)?Signature.*?<\/(ds:)?Signature>/s, '')
    for (const request of [
      forger.logout(specialist('steady'), SESSION_INDEX, address()),
      Buffer.from(unsigned).toString('base64'),
      '',
    ]) {
      assert.equal((await logOut(request)).status, 400)
    }
    assert.notEqual(await session(browser), undefined)
  })
})

describe('Single Logout through the address of a browser', () => {
  const to = () => `${network.portal}/sign-in/jtp/single-logout`
  const of = (person: string, how: { to?: string; issued?: Date } = {}, provider = idp) =>
    provider.logoutAddress(specialist(person), SESSION_INDEX, { to: to(), ...how })
  const without = (address: string, ...names: readonly string[]) => {
    const [path, query = ''] = address.split('?')
    const parts = query.split('&').filter((part) => !names.some((name) => part.startsWith(`${name}=`)))
    return `${path}?${parts.join('&')}`
  }

  test('ends the session, and is answered with the state that came along', async () => {
    const [browser, other] = [network.browser(), network.browser()]
    await signIn(specialist('away'), { browser })
    await signIn(specialist('staying'), { browser: other })
    const { status, headers } = await network.browser().visit(of('away'))
    assert.equal(status, 303)
    const answer = new URL(String(headers.location))
    assert.equal(`${answer.origin}${answer.pathname}`, `${IDP}/slo`)
    assert.deepEqual(
      ['SAMLResponse', 'Signature'].filter((name) => !answer.searchParams.has(name)),
      [],
    )
    assert.equal(answer.searchParams.get('RelayState'), 'a+b / ě')
    assert.equal(await session(browser), undefined)
    assert.notEqual(await session(other), undefined)
  })

  test('is taken signed, by this identity provider, for this centre, well and lately alone', async () => {
    const browser = network.browser()
    await signIn(specialist('firm'), { browser })
    const provider = (of: Issued, hash: Hash = 'sha256') =>
      new TestSamlProvider({ origin: IDP, signing: of, serviceMetadata: metadata, hash })
    const good = of('firm')
    const request = (address: string) => new URL(address).searchParams.get('SAMLRequest') ?? ''
    const refused: Readonly<Record<string, string>> = {
      nothing: to(),
      unsigned: without(good, 'Signature', 'SigAlg'),
      'without the signature': without(good, 'Signature'),
      'with an empty one': `${without(good, 'Signature')}&Signature=`,
      'by somebody else': of('firm', {}, provider(stranger)),
      'by SHA-1': of('firm', {}, provider(signing, 'sha1')),
      'to another address': of('firm', { to: 'https://other.example/slo' }),
      'an hour ago': of('firm', { issued: new Date(Date.now() - 3_600_001) }),
      'of one person with the signature of another': good.replace(
        encodeURIComponent(request(good)),
        encodeURIComponent(request(of('staying'))),
      ),
      twice: `${good}&SAMLRequest=${encodeURIComponent(request(of('staying')))}`,
      'behind a name that looks alike': `${good.replace('?', '?xSAMLRequest=1&')}`,
      'with another state': good.replace('RelayState=', 'RelayState=x'),
      'inflated without end': `${to()}?SAMLRequest=${encodeURIComponent(
        deflateRawSync(Buffer.alloc(1024 * 1024, 0x20)).toString('base64'),
      )}&SigAlg=${encodeURIComponent('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')}&Signature=AA`,
    }
    for (const [what, address] of Object.entries(refused)) {
      assert.equal((await network.browser().visit(address)).status, 400, what)
    }
    const old = await network.browser().visit(refused['by SHA-1'] ?? '')
    assert.match(JSON.parse(old.text).error_description, /rsa-sha1 are not accepted/)
    assert.notEqual(await session(browser), undefined)
    assert.equal((await network.browser().visit(good)).status, 303)
    assert.equal(await session(browser), undefined)
  })
})

describe('the identity provider in the configuration', () => {
  test('metadata that do not serve are told with the file', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-saml-'))
    t.after(() => rm(folder, { recursive: true }))
    for (const [name, xml, words] of [
      ['broken.xml', '<EntityDescriptor', /broken\.xml is not well-formed/],
      ['sp.xml', metadata, /does not describe one identity provider/],
      [
        'post.xml',
        TestSamlProvider.metadata(IDP, signing).replaceAll('HTTP-Redirect', 'HTTP-POST'),
        /lacks an address/,
      ],
    ] as const) {
      await writeFile(join(folder, name), xml)
      await assert.rejects(readIdentityProvider({ metadataFile: join(folder, name) }), words)
    }
  })

  test('a centre does not start with files that do not serve', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-saml-'))
    t.after(() => rm(folder, { recursive: true }))
    const { jtp } = network.centre.config
    assert.equal(jtp?.protocol, 'saml')
    const missing = { ...jtp, identityProvider: { metadataFile: join(folder, 'none.xml') } }
    await assert.rejects(checkSamlFiles(missing, network.portal), /cannot work: .*none\.xml/)
    await writeFile(join(folder, 'other.pem'), stranger.certificatePem)
    const mixed = { ...jtp, certFile: join(folder, 'other.pem') }
    await assert.rejects(checkSamlFiles(mixed, network.portal), /does not belong to its certificate/)
    await checkSamlFiles(jtp, network.portal)
  })

  test('both certificates of a change stand in the metadata', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-saml-'))
    t.after(() => rm(folder, { recursive: true }))
    const metadataFile = join(folder, 'idp.xml')
    await writeFile(metadataFile, TestSamlProvider.metadata(IDP, signing, { next }))
    const { entityId, certificates, signOnUrl, logoutUrl } = await readIdentityProvider({ metadataFile })
    assert.deepEqual(
      [entityId, certificates.length, signOnUrl, logoutUrl],
      [ISSUER, 2, `${IDP}/sso`, `${IDP}/slo`],
    )
  })
})
