/** Who is let in at the DICOM entrance, and how the others learn why they are not. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { echo } from '@epacs/dicom/network'
import { run } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import { until } from '../../testing/until.ts'
import {
  associate,
  type Calling,
  calls,
  type DicomTestNetwork,
  prepareDicomNetwork,
} from '../testing/dicom-network.ts'

let here: DicomTestNetwork
before(async () => {
  here = await prepareDicomNetwork({ maxAssociations: 6, maxAssociationsPerInstitution: 3 })
  await here.network.startHere()
})
after(() => here.network.remove())

const plain = (more: Partial<Calling> = {}): Calling => ({ port: here.port, ...more })
const secure = (as: 'sender' | 'uninvolved', more: Partial<Calling> = {}): Calling => ({
  port: here.tlsPort,
  tls: { folder: here.network.folder, as },
  ...more,
})

/** What echoscu says when it is not let in. */
async function refusal(calling: Calling): Promise<string> {
  return await run('echoscu', calls(calling)).then(
    () => 'let in',
    (error: { readonly stderr: string }) => error.stderr,
  )
}

async function audited(action: string) {
  return await here.network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', action)
    .selectAll()
    .orderBy('position')
    .execute()
}

test('a known gateway that calls a known institution is let in, plain and over TLS', async () => {
  assert.equal(await refusal(plain()), 'let in')
  assert.equal(await refusal(secure('sender')), 'let in')
  const [first, second] = await audited('association.begin')
  assert.deepEqual([first?.details.transport, second?.details.transport], ['plain', 'tls'])
  assert.equal(first?.details.gateway, 'PACS_CASLAV')
  assert.equal(first?.actor_person_id, null)
})

test('who calls an institution that is not there learns that the called AE title is not recognized', async () => {
  assert.match(await refusal(plain({ called: 'NOWHERE' })), /Called AE Title Not Recognized/)
  assert.match(await refusal(secure('sender', { called: 'NOWHERE' })), /Called AE Title Not Recognized/)
})

test('who is not known, or calls with the title of somebody else, learns that the calling AE title is not recognized', async () => {
  const unrecognized = /Calling AE Title Not Recognized/
  assert.match(await refusal(plain({ calling: 'STRANGER' })), unrecognized)
  assert.match(await refusal(plain({ calling: 'STRANGER', called: 'NOWHERE' })), unrecognized)
  assert.match(await refusal(secure('uninvolved')), unrecognized)
  const problems = (await audited('association.refuse')).map(({ details }) => details.problem)
  assert.deepEqual(problems.slice(-3), [
    'unknown-calling-ae-title',
    'unknown-calling-ae-title',
    'foreign-certificate',
  ])
})

test('without TLS only the addresses of the gateway are let in', async () => {
  const { db } = here.network.centre
  const restrict = (addresses: string[]) =>
    db.updateTable('dicom_gateway').set({ addresses }).where('ae_title', '=', 'PACS_CASLAV').execute()
  await restrict(['10.20.0.0/16', '2001:db8::1'])
  assert.match(await refusal(plain()), /Calling AE Title Not Recognized/)
  assert.equal(await refusal(secure('sender')), 'let in')
  await restrict(['127.0.0.0/8'])
  assert.equal(await refusal(plain()), 'let in')
})

test('a certificate of an authority that is not accepted any more lets nobody in, nor does none at all', async () => {
  const { db } = here.network.centre
  await db.updateTable('authority').set({ withdrawn_at: new Date() }).execute()
  // Noticed within fifteen seconds.
  await until('the authority is not accepted', async () => (await refusal(secure('sender'))) !== 'let in')
  assert.match(await refusal(secure('sender')), /Calling AE Title Not Recognized/)
  await db.updateTable('authority').set({ withdrawn_at: null }).execute()
  await until('the authority is accepted', async () => (await refusal(secure('sender'))) === 'let in')
  const anonymous = calls(plain()).slice(0, -1)
  await assert.rejects(run('echoscu', ['+tla', '-ic', ...anonymous, String(here.tlsPort)]))
})

test('beyond the limits of an institution, and of all, an association is rejected for now', async () => {
  const { metrics } = here.network.centre
  await until('those before are over', async () =>
    /^epacs_dicom_associations 0$/m.test(await metrics.metrics()),
  )
  const standing = await Promise.all([1, 2, 3].map(() => associate(plain())))
  await assert.rejects(associate(plain()), /result 2, source 3, reason 2/)
  const others = await Promise.all([1, 2, 3].map(() => associate(plain({ calling: 'PACS_PLZEN' }))))
  await assert.rejects(associate(plain({ calling: 'PACS_CHYNE' })), /result 2, source 3, reason 2/)
  for (const each of [...standing, ...others]) assert.equal((await echo(each)).status, 0)
  await Promise.all([...standing, ...others].map((each) => each.release()))
  await until('a place is free', async () => (await refusal(plain())) === 'let in')
})
