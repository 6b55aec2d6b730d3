/** A certificate is revoked, or nobody can tell: at the door, and while a session lasts. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Issued, issuePersonalCertificate, makeAuthority } from '@epacs/pki'
import type { Browser } from '../../testing/browser.ts'
import { IdentityCentre, validity } from '../../testing/identity-centre.ts'
import { startRevocationServer } from '../../testing/revocation-server.ts'
import { until } from '../../testing/until.ts'
import { recheck } from './recheck.ts'

const HOSPITAL = '01940000-0000-7000-8000-000000000001'
const personId = (number: number) => `01940000-0000-7000-8000-00000000010${number}`
const MINUTE_MS = 60_000

const authority = await makeAuthority({ commonName: 'Osobní certifikáty', organization: 'DCA', ...validity })
const revocation = await startRevocationServer(authority)
const { crlUrl, ocspUrl } = revocation
const issue = (commonName: string, addresses: object = { crlUrl, ocspUrl }) =>
  issuePersonalCertificate(authority, { commonName, ...addresses, ...validity })
const people = {
  jana: await issue('Jana'),
  petr: await issue('Petr', { crlUrl }),
  eva: await issue('Eva'),
  ida: await issue('Ida', {}),
  ota: await issue('Ota'),
}
type Name = keyof typeof people

let network: IdentityCentre
before(async () => {
  network = await IdentityCentre.start({
    bootstrap: async (write) => ({
      institutions: [{ id: HOSPITAL, name: 'Nemocnice', kind: 'hospital', city: 'Písek', aeTitle: 'PISEK' }],
      people: await Promise.all(
        Object.entries(people).map(async ([name, { certificatePem }], index) => ({
          id: personId(index),
          name,
          certificates: [await write(`${name}.pem`, certificatePem)],
          memberships: [{ institution: HOSPITAL, role: 'specialist' as const }],
        })),
      ),
      authorities: [{ name: 'DCA', certificate: await write('dca.pem', authority.certificatePem) }],
    }),
    config: async () => ({
      limits: { signInPerMinute: 1000 },
      certificates: { privateNetworks: ['127.0.0.1'], recheckMinutes: 5, listMinutes: 5 },
    }),
  })
})
after(async () => {
  await network?.stop()
  revocation.close()
})

const held = ({ certificatePem, privateKeyPem }: Issued) => ({ cert: certificatePem, key: privateKeyPem })
const browserOf = (name: Name) => network.browser(held(people[name]))
const signIn = async (browser: Browser) =>
  (await browser.follow(`${network.portal}/sign-in/certificate`, (url) => !url.includes('/sign-in/c'))).url
const session = async (browser: Browser) => (await browser.visit(`${network.portal}/api/session`)).status
const problem = async (browser: Browser) =>
  JSON.parse((await browser.visit(`${network.certificateEntrance}/api/session`)).text).code

test('a certificate that is not revoked opens, by OCSP and by list', async () => {
  for (const name of ['jana', 'petr'] as const) {
    assert.equal(await signIn(browserOf(name)), `${network.portal}/mailbox`)
  }
})

test('revoked while a session lasts: the session ends with the next check, and the door stays shut', async () => {
  const [jana, petr, eva] = [browserOf('jana'), browserOf('petr'), browserOf('eva')]
  for (const browser of [jana, petr, eva]) await signIn(browser)
  revocation.revoke(people.jana)
  revocation.revoke(people.petr)
  await recheck(network.centre, {})
  assert.equal(await session(jana), 200, 'not due yet')
  network.setAhead(6 * MINUTE_MS)
  try {
    await recheck(network.centre, {})
    assert.equal(await session(jana), 401)
    // Its list is fetched again while the last one is still good: the check after that knows.
    await until('the new list is there', async () => {
      await recheck(network.centre, { which: 'all' })
      return (await session(petr)) !== 200
    })
    assert.equal(await session(petr), 401)
    assert.equal(await session(eva), 200)
    const events = await network.audited('session.end')
    const ended = events.filter(({ details }) => details.problem === 'revoked-certificate')
    // Of this test and of the one before.
    assert.deepEqual([...new Set(ended.map(({ actor_person_id }) => actor_person_id))].toSorted(), [
      personId(0),
      personId(1),
    ])
    for (const browser of [jana, petr]) {
      assert.equal(await signIn(browser), `${network.portal}/sign-in?problem=revoked-certificate`)
      assert.equal(await problem(browser), 'revoked-certificate')
    }
    assert.equal(await problem(eva), undefined)
  } finally {
    network.setAhead(0)
  }
})

test('when nobody can tell, nobody is let in: the setting is hard-fail', async () => {
  assert.equal(
    await signIn(browserOf('ida')),
    `${network.portal}/sign-in?problem=revocation-unknown`,
    'the certificate names no source',
  )
  const ota = browserOf('ota')
  revocation.setSilent(true)
  // The list that was fetched before has ended.
  network.setAhead(20 * MINUTE_MS)
  try {
    assert.equal(await signIn(ota), `${network.portal}/sign-in?problem=revocation-unknown`)
    const [event] = await network.audited('session.refuse')
    assert.equal(event?.details.problem, 'revocation-unknown')
    assert.equal(event?.details.reason, 'unreachable')
  } finally {
    revocation.setSilent(false)
    network.setAhead(0)
  }
})

test('a person who is bound no more is signed out as well', async () => {
  const eva = browserOf('eva')
  await signIn(eva)
  await network.centre.db.deleteFrom('person_certificate').where('person_id', '=', personId(2)).execute()
  await recheck(network.centre, { which: 'all' })
  assert.equal(await session(eva), 401)
})
