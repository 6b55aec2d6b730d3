/** SOP Class Extended Negotiation (PS3.7 §D.3.3.5), byte for byte as it stands in the A-ASSOCIATE-AC. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ExtendedNegotiation } from '../pdu/pdu.ts'
import { noUserInformation } from '../pdu/read-user-information.ts'
import { writeControlPdu } from '../pdu/write-pdu.ts'
import { queryClassUid } from '../services/query-classes.ts'
import type { Services } from '../services/responder.ts'
import { CT_IMAGE, IMPLICIT_LITTLE, listen } from '../testing/loopback.ts'
import { PLAIN_REQUEST, RawPeer } from '../testing/raw-peer.ts'
import { acceptQueries } from './negotiation.ts'

const FIND = queryClassUid('study-root', 'find')

/** The answer's sub-items 56H, as they came over the socket: SOP class, then information in hexadecimal. */
async function answered(
  t: TestContext,
  proposed: readonly ExtendedNegotiation[],
  services: Services = {},
): Promise<readonly (readonly [sopClassUid: string, information: string])[]> {
  const { acceptor } = await listen(t, {
    admit: () => ({
      services,
      ...(services.find !== undefined && { contexts: acceptQueries(() => undefined) }),
    }),
  })
  const peer = await RawPeer.connect(t, acceptor.port, false)
  const chunks: Buffer[] = []
  peer.socket.on('data', (chunk) => chunks.push(chunk))
  const user = { ...noUserInformation(), maxPduBytes: 16384, implementationClassUid: '1.2.3' }
  peer.send(
    writeControlPdu({
      ...PLAIN_REQUEST,
      contexts: proposed.map(({ sopClassUid }, index) => ({
        id: 2 * index + 1,
        abstractSyntax: sopClassUid,
        transferSyntaxes: [IMPLICIT_LITTLE],
      })),
      user: { ...user, extended: proposed },
    }),
  )
  await peer.next('associate-accept')
  return extendedItems(Buffer.concat(chunks))
}

/** Read here anew, without the reader of PDUs. Items begin at byte 74 (PS3.8 table 9-17). */
function extendedItems(pdu: Buffer): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = []
  for (let at = 74; at < pdu.length; at += 4 + pdu.readUInt16BE(at + 2)) {
    if (pdu[at] !== 0x50) continue
    const end = at + 4 + pdu.readUInt16BE(at + 2)
    for (let item = at + 4; item < end; item += 4 + pdu.readUInt16BE(item + 2)) {
      if (pdu[item] !== 0x56) continue
      const uidBytes = pdu.readUInt16BE(item + 4)
      const uid = pdu.toString('latin1', item + 6, item + 6 + uidBytes)
      found.push([uid, pdu.toString('hex', item + 6 + uidBytes, item + 4 + pdu.readUInt16BE(item + 2))])
    }
  }
  return found
}

test('of storage the answer is level 2, signatures level 1, no coercion, whatever was proposed', async (t) => {
  for (const information of [Uint8Array.of(0, 0, 0, 0, 1, 0), Uint8Array.of(2, 0, 3, 0, 0, 0)]) {
    assert.deepEqual(await answered(t, [{ sopClassUid: CT_IMAGE, information }]), [
      [CT_IMAGE, '020001000000'],
    ])
  }
})

test('of queries the answer is relational where it is proposed, and nothing else', async (t) => {
  const services: Services = {
    async *find() {},
  }
  const find = (...information: number[]) => [
    { sopClassUid: FIND, information: Uint8Array.from(information) },
  ]
  assert.deepEqual(await answered(t, find(1, 1, 1), services), [[FIND, '010000']])
  assert.deepEqual(await answered(t, find(0, 1, 1), services), [[FIND, '000000']])
  assert.deepEqual(await answered(t, find(1), services), [[FIND, '01']])
})

test('of what is not offered there is no answer', async (t) => {
  const information = Uint8Array.of(1, 1, 1)
  assert.deepEqual(await answered(t, [{ sopClassUid: FIND, information }]), [])
  assert.deepEqual(await answered(t, []), [])
})
