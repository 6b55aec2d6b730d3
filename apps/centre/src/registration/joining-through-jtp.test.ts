/** Somebody with the role in JTP, of an institution without a mailbox: from the first click to the mailbox. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { issueServerCertificate, LOCAL_NAMES, makeAuthority } from '@epacs/pki'
import type { ConfigFile } from '../config/index.ts'
import { importRegister } from '../registry/index.ts'
import { Browser } from '../testing/browser.ts'
import { freePort } from '../testing/free-port.ts'
import { validity } from '../testing/identity-centre.ts'
import { TestJtp } from '../testing/jtp-provider.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { TestNetwork } from '../testing/network.ts'
import { issueByOpenSsl } from '../testing/openssl.ts'
import { sampleRegister } from '../testing/register-file.ts'
import { TestSamlProvider } from '../testing/saml-provider.ts'

/** As the sample of the register has it. */
const HOSPITAL = { ico: '99123011', name: 'Fakultní nemocnice Zkušební' }
const SECRET = 'a-secret-of-the-tests'

interface Employee {
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
}

interface Way {
  readonly network: TestNetwork
  /** To the portal's page that the sign-in ends at. */
  signIn(browser: Browser, employee: Employee, path?: string): Promise<string>
  stop(): Promise<void>
}

async function byOidc(): Promise<Way> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-joining-'))
  const ca = await makeAuthority({ commonName: 'JTP', organization: 'ePACS tests', ...validity })
  await writeFile(join(folder, 'ca.pem'), ca.certificatePem)
  await writeFile(join(folder, 'secret'), SECRET)
  const port = await freePort()
  const network = await started({
    jtp: {
      issuer: `https://localhost:${port}`,
      clientId: 'centre',
      clientSecretFile: join(folder, 'secret'),
    },
    trust: { caFiles: [join(folder, 'ca.pem')] },
  })
  const { publicUrl } = network.config.portal
  const jtp = new TestJtp({
    port,
    tls: await issueServerCertificate(ca, { ...LOCAL_NAMES, ...validity }),
    clientId: 'centre',
    clientSecret: SECRET,
    redirectUri: `${publicUrl}/sign-in/jtp/callback`,
    claimNames: ['sub', 'name', 'email', 'institution', 'roles'],
  })
  await jtp.start()
  const browsers = new Map<Browser, Browser>()
  return {
    network,
    async signIn(browser, { login, name, roles }, path = '/sign-in/jtp') {
      const claims = { name, email: `${login}@example.cz`, institution: HOSPITAL.ico, roles }
      jtp.nextPerson({ ...claims, sub: login })
      // JTP has an authority of its own: it is visited by a second agent.
      const atJtp = browsers.get(browser) ?? new Browser(ca.certificatePem)
      browsers.set(browser, atJtp)
      const { headers } = await browser.visit(`${publicUrl}${path}`)
      const isBack = (url: string) => url.startsWith(publicUrl)
      const { url } = await atJtp.follow(String(headers.location), isBack)
      return String((await browser.visit(url)).headers.location).slice(publicUrl.length)
    },
    async stop() {
      for (const each of browsers.values()) each.close()
      await jtp.stop()
      await network.remove()
      await rm(folder, { recursive: true })
    },
  }
}

async function bySaml(): Promise<Way> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-joining-'))
  const ca = await makeAuthority({ commonName: 'JTP', organization: 'ePACS tests', ...validity })
  const signing = await issueByOpenSsl(ca, { commonName: 'JTP', extensions: ['keyUsage=digitalSignature'] })
  const metadataFile = join(folder, 'idp.xml')
  const origin = 'https://idp.example'
  await writeFile(metadataFile, TestSamlProvider.metadata(origin, signing, { requests: 'unsigned' }))
  const network = await started({ jtp: { protocol: 'saml', identityProvider: { metadataFile } } })
  const { publicUrl } = network.config.portal
  const metadata = await network.visitor().get('/sign-in/jtp/metadata')
  const serviceMetadata = metadata.body.toString('utf8')
  const idp = new TestSamlProvider({ origin, signing, serviceMetadata, requests: 'unsigned' })
  const to = { entityId: `${publicUrl}/sign-in/jtp/metadata`, consumer: `${publicUrl}/sign-in/jtp/assertion` }
  return {
    network,
    async signIn(browser, { login, name, roles }, path = '/sign-in/jtp') {
      const { headers } = await browser.visit(`${publicUrl}${path}`)
      const { id } = await idp.read(String(headers.location))
      const attributes = { name: [name], email: [`${login}@example.cz`], institution: [HOSPITAL.ico], roles }
      const SAMLResponse = await idp.answer(id, { nameId: login, attributes }, to)
      const answered = await network.visitor().call('POST', '/sign-in/jtp/assertion', {
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
        body: new URLSearchParams({ SAMLResponse }).toString(),
      })
      const ended = await browser.visit(String(answered.headers.location))
      return String(ended.headers.location).slice(publicUrl.length)
    },
    async stop() {
      await network.remove()
      await rm(folder, { recursive: true })
    },
  }
}

async function started(changes: Partial<ConfigFile>): Promise<TestNetwork> {
  const network = await TestNetwork.start({
    ...changes,
    limits: { registrationsPerHour: 1000, lookUpsPerMinute: 1000 },
  })
  await importRegister(network.centre.db, Readable.from([await sampleRegister()]), { at: new Date() })
  return network
}

for (const [protocol, open] of [
  ['OpenID Connect', byOidc],
  ['SAML', bySaml],
] as const) {
  describe(`by ${protocol}`, () => {
    let way: Way
    let mails: MailFolder
    const founder = { login: 'founder', name: 'MUDr. Zora Zakladatelová', roles: ['Odborník'] }
    const colleague = { login: 'colleague', name: 'MUDr. Karel Kolega', roles: ['Odborník'] }

    before(async () => {
      way = await open()
      mails = new MailFolder(way.network)
    })
    after(async () => await way?.stop())

    const api = async (browser: Browser, path: string, json?: unknown) => {
      const page = await browser.visit(`${way.network.config.portal.publicUrl}${path}`, {
        method: json === undefined ? 'GET' : 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      })
      return { status: page.status, json: page.text === '' ? undefined : JSON.parse(page.text) }
    }

    const waiting = async (browser: Browser) => {
      const { waiting: found } = (await api(browser, '/api/registrations/prefill')).json
      return [found.sentBy, found.status]
    }

    test('the form is filled in, the approval opens the mailbox, colleagues follow', async () => {
      const browser = way.network.newBrowser()
      assert.equal(await way.signIn(browser, founder), '/sign-in?problem=unknown-institution')

      const prefill = (await api(browser, '/api/registrations/prefill')).json
      assert.deepEqual(
        [prefill.method, prefill.name, prefill.email, prefill.ico, prefill.institution?.name],
        ['jtp', founder.name, 'founder@example.cz', HOSPITAL.ico, HOSPITAL.name],
      )
      assert.equal(prefill.waiting, null)
      // Nobody else's browser sees it.
      assert.equal((await api(way.network.newBrowser(), '/api/registrations/prefill')).json, null)

      const { institution } = prefill
      const created = await api(browser, '/api/registrations', {
        language: 'cs',
        institution: {
          name: institution.name,
          kind: institution.kind,
          eligibility: 'czech-provider',
          ico: prefill.ico,
          street: 'Hlavní 1',
          city: 'Zkušebnice',
          postalCode: '100 00',
        },
        representative: {
          name: prefill.name,
          email: prefill.email,
          phone: '+420777123456',
          function: 'primářka',
        },
        wayIn: 'jtp',
        conditions: { version: 1, agreed: true },
        useIdentity: true,
      })
      assert.equal(created.status, 201, JSON.stringify(created.json))
      assert.deepEqual(await waiting(browser), ['self', 'unconfirmed'])
      const { id } = created.json
      const { token } = await mails.next('founder@example.cz')
      const authorization = { authorization: `Bearer ${token}` }
      await way.network.visitor().call('POST', `/api/registrations/${id}/confirm`, { headers: authorization })

      // Until the approval, the same click leads to the same page, which says what waits.
      assert.equal(await way.signIn(browser, founder), '/sign-in?problem=unknown-institution')
      assert.deepEqual(await waiting(browser), ['self', 'received'])
      const early = way.network.newBrowser()
      assert.equal(await way.signIn(early, colleague), '/sign-in?problem=unknown-institution')
      assert.deepEqual(await waiting(early), ['colleague', 'received'])
      const decision = { json: { decision: 'approve' } }
      const operator = way.network.as('operator')
      const decided = await operator.call('POST', `/api/registrations/${id}/decision`, decision)
      assert.equal(decided.status, 204)

      assert.equal(await way.signIn(browser, founder), '/mailbox')
      const mine = (await api(browser, '/api/session')).json
      assert.deepEqual([mine.person.name, mine.institution.name], [founder.name, HOSPITAL.name])
      assert.equal(mine.institution.role, 'representative')

      const next = way.network.newBrowser()
      assert.equal(await way.signIn(next, colleague), '/mailbox')
      const theirs = (await api(next, '/api/session')).json
      assert.deepEqual([theirs.institution.id, theirs.institution.role], [mine.institution.id, 'specialist'])
      const without = { ...colleague, login: 'clerk', roles: ['Administrativa'] }
      assert.equal(await way.signIn(way.network.newBrowser(), without), '/sign-in?problem=missing-role')
    })
  })
}
