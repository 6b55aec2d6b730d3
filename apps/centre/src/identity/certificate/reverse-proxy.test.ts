/** Behind a reverse proxy that ends TLS: RFC 9440, from the configured addresses and from nobody else. */
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type Issued, issuePersonalCertificate, makeAuthority } from '@epacs/pki'
import type { BootstrapFile } from '../../bootstrap/index.ts'
import { IdentityCentre, validity } from '../../testing/identity-centre.ts'

const HOSPITAL = '01940000-0000-7000-8000-000000000001'
const JANA = '01940000-0000-7000-8000-000000000101'

const authority = await makeAuthority({ commonName: 'DCA', organization: 'DCA', ...validity })
const issuing = await makeAuthority({
  commonName: 'Nižší',
  organization: 'DCA',
  issuer: authority,
  ...validity,
})
const jana = await issuePersonalCertificate(issuing, { commonName: 'Jana', ...validity })
const stranger = await issuePersonalCertificate(issuing, { commonName: 'Jana', ...validity })

async function bootstrap(write: (name: string, text: string) => Promise<string>): Promise<BootstrapFile> {
  return {
    institutions: [{ id: HOSPITAL, name: 'Nemocnice', kind: 'hospital', city: 'Písek', aeTitle: 'PISEK' }],
    people: [
      {
        id: JANA,
        name: 'Jana Čápová',
        certificates: [await write('jana.pem', jana.certificatePem)],
        memberships: [{ institution: HOSPITAL }],
      },
    ],
    authorities: [{ name: 'DCA', certificate: await write('dca.pem', authority.certificatePem) }],
  }
}

let behind: IdentityCentre
let open: IdentityCentre
before(async () => {
  const limits = { signInPerMinute: 1000 }
  behind = await IdentityCentre.start({
    bootstrap,
    config: async () => ({ limits, reverseProxy: { addresses: ['127.0.0.0/8', '::1'] } }),
  })
  open = await IdentityCentre.start({
    bootstrap,
    config: async () => ({ limits, reverseProxy: { addresses: ['192.0.2.1'] } }),
  })
})
after(async () => {
  await behind?.stop()
  await open?.stop()
})

const item = ({ certificatePem }: Issued) => `:${new X509Certificate(certificatePem).raw.toString('base64')}:`
const handed = (issued: Issued, ...chain: readonly Issued[]) => ({
  'client-cert': item(issued),
  ...(chain.length === 0 ? {} : { 'client-cert-chain': chain.map(item).join(', ') }),
})
const ask = async (
  network: IdentityCentre,
  entrance: 'portal' | 'certificateEntrance',
  headers: Record<string, string>,
) => {
  const page = await network.browser().visit(`${network[entrance]}/api/session`, { headers })
  const { code, person } = JSON.parse(page.text)
  return code ?? person.name
}

test('the certificate of the header counts as the one of the handshake would', async () => {
  const at = (headers: Record<string, string>) => ask(behind, 'certificateEntrance', headers)
  assert.equal(await at(handed(jana)), 'untrusted-certificate')
  assert.equal(await at(handed(jana, issuing)), 'Jana Čápová')
  assert.equal(await at(handed(jana, authority, issuing)), 'Jana Čápová')
  assert.equal(await at(handed(stranger, issuing)), 'unknown-certificate')
  assert.equal(await at({}), 'not-signed-in')
  // One connection of the proxy carries many people.
  assert.equal(await at(handed(jana, issuing)), 'Jana Čápová')
})

test('what RFC 9440 does not know is refused', async () => {
  for (const headers of [
    { 'client-cert': new X509Certificate(jana.certificatePem).raw.toString('base64') },
    { 'client-cert': encodeURIComponent(jana.certificatePem) },
    { 'client-cert': `${item(jana)}, ${item(stranger)}` },
    { 'client-cert-chain': item(issuing) },
    { ...handed(jana), 'client-cert-chain': 'x' },
    { ...handed(jana), 'client-cert-chain': Array.from({ length: 20 }, () => item(issuing)).join(',') },
  ]) {
    assert.equal(
      await ask(behind, 'certificateEntrance', headers as Record<string, string>),
      'client-cert-malformed',
    )
  }
})

test('from anybody else the headers are refused, at both entrances', async () => {
  for (const entrance of ['portal', 'certificateEntrance'] as const) {
    assert.equal(await ask(open, entrance, handed(jana, issuing)), 'client-cert-refused')
    assert.equal(await ask(open, entrance, { 'client-cert-chain': item(issuing) }), 'client-cert-refused')
  }
  const sent = await open
    .browser()
    .visit(`${open.certificateEntrance}/sign-in/certificate`, { headers: handed(jana) })
  assert.equal(sent.status, 400)
})

test('at the portal a certificate counts for nothing, whoever hands it over', async () => {
  assert.equal(await ask(behind, 'portal', handed(jana, issuing)), 'not-signed-in')
})

test('a person signs in through the proxy', async () => {
  const browser = behind.browser()
  const began = await browser.visit(`${behind.portal}/sign-in/certificate`)
  const recognised = await browser.visit(String(began.headers.location), { headers: handed(jana, issuing) })
  const ended = await browser.visit(String(recognised.headers.location))
  assert.equal(ended.headers.location, `${behind.portal}/mailbox`)
  assert.equal((await browser.visit(`${behind.portal}/api/session`)).status, 200)
})
