/** A renewed certificate has a new key: it opens nothing until somebody who knows the person confirms it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Issued, issuePersonalCertificate, makeAuthority } from '@epacs/pki'
import { IdentityCentre, validity } from '../../testing/identity-centre.ts'

const HOSPITAL = '01940000-0000-7000-8000-000000000001'
const PRACTICE = '01940000-0000-7000-8000-000000000002'
const personId = (number: number) => `01940000-0000-7000-8000-00000000010${number}`

const dca = await makeAuthority({ commonName: 'Osobní certifikáty', organization: 'DCA', ...validity })
const other = await makeAuthority({ commonName: 'Jiné certifikáty', organization: 'Jiná', ...validity })
const issue = (commonName: string, subjectSerial?: string, authority = dca) =>
  issuePersonalCertificate(authority, {
    commonName,
    ...(subjectSerial === undefined ? {} : { subjectSerial }),
    ...validity,
  })
const people = {
  jana: { issued: await issue('Jana Nová', 'P1'), institution: HOSPITAL, role: 'specialist' },
  zoe: { issued: await issue('Zoe', 'P2'), institution: HOSPITAL, role: 'representative' },
  petr: { issued: await issue('Petr', 'P3'), institution: PRACTICE, role: 'representative' },
  one: { issued: await issue('Jeden', 'P9'), institution: PRACTICE, role: 'specialist' },
  two: { issued: await issue('Druhý', 'P9'), institution: PRACTICE, role: 'specialist' },
  olga: { issued: await issue('Olga'), institution: null, role: 'specialist' },
} as const

let network: IdentityCentre
before(async () => {
  network = await IdentityCentre.start({
    bootstrap: async (write) => ({
      institutions: [
        { id: HOSPITAL, name: 'Nemocnice', kind: 'hospital', city: 'Písek', aeTitle: 'PISEK' },
        { id: PRACTICE, name: 'Ordinace', kind: 'private-practice', city: 'Písek', aeTitle: 'ORDINACE' },
      ],
      people: await Promise.all(
        Object.entries(people).map(async ([name, { issued, institution, role }], index) => ({
          id: personId(index),
          name,
          certificates: [await write(`${name}.pem`, issued.certificatePem)],
          memberships: institution === null ? [] : [{ institution, role }],
          operator: institution === null,
        })),
      ),
      authorities: [
        { name: 'DCA', certificate: await write('dca.pem', dca.certificatePem) },
        { name: 'Jiná', certificate: await write('other.pem', other.certificatePem) },
      ],
    }),
    config: async () => ({ limits: { signInPerMinute: 1000 } }),
  })
})
after(() => network?.stop())

const browserWith = ({ certificatePem, privateKeyPem }: Issued) =>
  network.browser({ cert: certificatePem, key: privateKeyPem })
const arrive = async (issued: Issued) => {
  const begin = `${network.portal}/sign-in/certificate`
  const { url } = await browserWith(issued).follow(begin, (next) => !next.includes('/sign-in/c'))
  return url.replace(network.portal, '')
}
const call = async (issued: Issued, path: string, body?: object) => {
  const method = body === undefined ? 'GET' : 'POST'
  const headers = { 'content-type': 'application/json' }
  const page = await browserWith(issued).visit(`${network.certificateEntrance}${path}`, {
    ...(body === undefined ? {} : { method, headers, body: JSON.stringify(body) }),
  })
  return { status: page.status, json: JSON.parse(page.text) }
}
const waiting = async (issued: Issued) =>
  (await call(issued, '/api/certificate-renewals?status=waiting')).json
const decide = (issued: Issued, id: string, decision: string) =>
  call(issued, `/api/certificate-renewals/${id}/decision`, { decision })

test('a renewal waits, the representative confirms it, and it opens the same mailbox', async () => {
  // Names may change with it: they do not count.
  const renewed = await issue('Jana Stará', 'P1')
  assert.equal(await arrive(renewed), '/sign-in?problem=renewal-waiting')
  assert.equal(await arrive(renewed), '/sign-in?problem=renewal-waiting')
  const { items, total } = await waiting(people.zoe.issued)
  assert.equal(total, 1)
  assert.equal(items[0].person.id, personId(0))
  assert.deepEqual(items[0].institutions, [{ id: HOSPITAL, name: 'Nemocnice' }])
  assert.equal(items[0].authority.name, 'DCA')
  assert.match(items[0].subject, /Jana Stará/)
  assert.deepEqual(items[0].identifiers, ['subject-serial:P1'])
  assert.equal(items[0].earlier.length, 1)
  assert.deepEqual(items[0].earlier[0].identifiers, ['subject-serial:P1'])
  const { status, json } = await decide(people.zoe.issued, items[0].id, 'confirm')
  assert.equal(status, 200)
  assert.equal(json.status, 'confirmed')
  assert.equal(json.decidedBy.id, personId(1))
  assert.equal(await arrive(renewed), '/mailbox')
  assert.equal(await arrive(people.jana.issued), '/mailbox', 'the earlier one, as long as it is valid')
  assert.equal((await decide(people.zoe.issued, items[0].id, 'refuse')).json.code, 'already-decided')
  const [event] = await network.audited('certificate.renewal-confirm')
  assert.equal(event?.actor_person_id, personId(1))
  assert.equal(event?.details.person, personId(0))
})

test('one that was refused stays unknown', async () => {
  const forged = await issue('Jana Nová', 'P1')
  assert.equal(await arrive(forged), '/sign-in?problem=renewal-waiting')
  const { items } = await waiting(people.olga.issued)
  assert.equal((await decide(people.olga.issued, items[0].id, 'refuse')).json.status, 'refused')
  assert.equal(await arrive(forged), '/sign-in?problem=unknown-certificate')
  assert.equal((await waiting(people.olga.issued)).total, 0)
})

test('the same number at another authority, the same name, or a number of two people is nobody’s renewal', async () => {
  for (const stranger of [
    await issue('Jana Nová', 'P1', other),
    await issue('Jana Nová'),
    await issue('Jana Nová', 'P77'),
    await issue('Kdo ví', 'P9'),
  ]) {
    assert.equal(await arrive(stranger), '/sign-in?problem=unknown-certificate')
  }
  assert.equal((await waiting(people.olga.issued)).total, 0)
})

test('only operators and the person’s own representatives decide', async () => {
  const renewed = await issue('Jana Nová', 'P1')
  await arrive(renewed)
  const [request] = (await waiting(people.olga.issued)).items
  assert.equal((await waiting(people.petr.issued)).total, 0)
  assert.equal((await decide(people.petr.issued, request.id, 'confirm')).status, 404)
  assert.equal((await decide(people.jana.issued, request.id, 'confirm')).status, 403)
  assert.equal((await decide(renewed, request.id, 'confirm')).json.code, 'renewal-waiting')
  assert.equal(await arrive(renewed), '/sign-in?problem=renewal-waiting')
  assert.equal((await decide(people.olga.issued, request.id, 'confirm')).status, 200)
  assert.equal(await arrive(renewed), '/mailbox')
})
