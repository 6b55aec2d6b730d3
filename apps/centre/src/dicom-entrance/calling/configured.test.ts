/** What the configuration says of associations: users of gateways, the longest PDU, the storage classes. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hashedPassword } from '@epacs/dicom/network'
import { writeControlPdu } from '../../../../../packages/dicom/src/network/pdu/write-pdu.ts'
import { CT_IMAGE, EXPLICIT_LITTLE } from '../../../../../packages/dicom/src/network/testing/loopback.ts'
import { PLAIN_REQUEST, RawPeer } from '../../../../../packages/dicom/src/network/testing/raw-peer.ts'
import { INSTITUTIONS } from '../../testing/network.ts'
import {
  type Calling,
  type DicomTestNetwork,
  prepareDicomNetwork,
  sliceFiles,
  storescu,
} from '../testing/dicom-network.ts'

let here: DicomTestNetwork
before(async () => {
  here = await prepareDicomNetwork({
    users: [
      { gateway: 'PACS_CASLAV', name: 'radiology', passwordHash: await hashedPassword('first') },
      { gateway: 'PACS_CASLAV', name: 'trauma', passwordHash: await hashedPassword('second') },
    ],
    maxPduBytes: 65_536,
    storage: 'standard',
  })
  await here.network.startHere()
})
after(() => here.network.remove())

test('a gateway with users is let in with one of them and its passcode alone; of another one a user is ignored', async () => {
  const files = await sliceFiles(here.network.folder, [{ study: 1, instance: 1 }])
  const send = async (more: Partial<Calling>, ...options: string[]) =>
    await storescu({ port: here.port, ...more }, ...options, ...files).catch(
      (error: { readonly stderr: string }) => error.stderr,
    )
  const as = (user: string, password: string) => ['--user', user, '--password', password]
  const success = /Store Response \(Success\)/
  const refused = /\(ACSE Related\)\nF: Reason: No Reason/
  // Options of DCMTK's program may stand behind the peer.
  assert.match(await send({}, ...as('radiology', 'first')), success)
  assert.match(await send({}, ...as('trauma', 'second'), '--pos-response'), success)
  const tls = { folder: here.network.folder, as: 'sender' } as const
  assert.match(await send({ port: here.tlsPort, tls }, ...as('radiology', 'first')), success)
  assert.match(await send({ port: here.tlsPort, tls }, ...as('radiology', 'second')), refused)
  assert.match(await send({}, ...as('trauma', 'first')), refused)
  assert.match(await send({}, '--user', 'radiology'), refused)
  assert.match(await send({}), refused)
  assert.match(await send({ calling: 'PACS_PLZEN' }, ...as('anybody', 'anything')), success)
  const events = await here.network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', 'association.refuse')
    .select('details')
    .execute()
  assert.deepEqual(
    events.map(({ details }) => details.problem),
    Array.from({ length: 4 }, () => 'foreign-user'),
  )
  assert.doesNotMatch(JSON.stringify(events), /first|second/)
})

test('a gateway is told the configured longest PDU, and refused the classes that are not taken', async (t) => {
  const peer = await RawPeer.connect(t, here.port, false)
  const classes = [CT_IMAGE, '1.2.840.113619.4.26']
  peer.send(
    writeControlPdu({
      ...PLAIN_REQUEST,
      callingAeTitle: 'PACS_PLZEN',
      calledAeTitle: INSTITUTIONS.hornicka.aeTitle,
      contexts: classes.map((abstractSyntax, index) => ({
        id: 2 * index + 1,
        abstractSyntax,
        transferSyntaxes: [EXPLICIT_LITTLE],
      })),
    }),
  )
  const accept = await peer.next('associate-accept')
  assert.ok(!(accept instanceof Uint8Array) && accept.type === 'associate-accept')
  assert.equal(accept.user.maxPduBytes, 65_536)
  assert.deepEqual(
    accept.contexts.map(({ result }) => result),
    [0, 3],
  )
})
