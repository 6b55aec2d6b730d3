/** R: a delivery that waits for the node, its package by ranges, and the reports about it. */
import { createHash, X509Certificate } from 'node:crypto'
import { keyInPem, newKeyPem, nodeIssuer, signNodeReceipt } from '@epacs/proof'
import {
  type Check,
  expect,
  expectProblem,
  expectStatus,
  hasAll,
  itemsOf,
  type Known,
  needed,
  Skipped,
} from './check.ts'

const entranceOf = ({ entrance }: Known) => needed(entrance, 'enrolled node')
const packageOf = (known: Known) => `/api/messages/${needed(known.message, 'message')}/package`

function deliveryOf(known: Known): string {
  if (known.to !== undefined) throw new Skipped('it was sent to another institution')
  return needed(known.message, 'message')
}

async function report(known: Known, status: string | null, settled: boolean) {
  const json = { status, stored: status === 'stored' ? 2 : 0, refused: [], settled }
  return await entranceOf(known).ask('PUT', `/api/nodes/own/deliveries/${deliveryOf(known)}`, { json })
}

async function waiting(known: Known) {
  const answer = await entranceOf(known).ask('GET', '/api/nodes/own/deliveries')
  expectStatus(answer, 200)
  return itemsOf(answer)
}

async function receiptBy(known: Known, keyPem: string): Promise<string> {
  const { cert } = needed(known.certificate, 'certificate')
  const at = new Date()
  return await signNodeReceipt(await keyInPem(keyPem), {
    // The certificate is made out to the node's id.
    iss: nodeIssuer(new X509Certificate(cert).subject.match(/CN=(\S+)/)?.[1] ?? ''),
    iat: Math.floor(at.getTime() / 1000),
    message: deliveryOf(known),
    kind: 'delivered',
    recipient: needed(known.institutionId, 'institution'),
    packageSha256: sha256(needed(known.received, 'package')),
    at: at.toISOString(),
  })
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

export const RECEIVING_CHECKS: readonly Check[] = [
  {
    id: 'R1',
    async look(known) {
      const id = deliveryOf(known)
      const item = (await waiting(known)).find(({ message }) => message === id)
      expect(item !== undefined, 'what was delivered to the institution is not among them')
      hasAll(item, ['message', 'sender', 'instances', 'sizeBytes'])
    },
  },
  {
    id: 'R2',
    async look(known) {
      deliveryOf(known)
      const { status, headers } = await entranceOf(known).ask('HEAD', packageOf(known))
      expect(status === 200, `answered ${status}`)
      const { etag = '', 'content-length': length = '' } = headers
      expect(/^"[0-9a-f]{64}"$/.test(etag), `the ETag is ${etag}`)
      expect(Number(length) > 0, 'Content-Length is missing')
      known.etag = etag
    },
  },
  {
    id: 'R3',
    async look(known) {
      const etag = needed(known.etag, 'package')
      const whole = await entranceOf(known).ask('GET', packageOf(known))
      expectStatus(whole, 200)
      known.received = whole.bytes
      const headers = { range: 'bytes=100-299', 'if-match': etag }
      const part = await entranceOf(known).ask('GET', packageOf(known), { headers })
      expectStatus(part, 206)
      const range = `bytes 100-299/${whole.bytes.length}`
      expect(part.headers['content-range'] === range, `Content-Range is ${part.headers['content-range']}`)
      expect(part.bytes.equals(whole.bytes.subarray(100, 300)), 'the bytes are others')
    },
  },
  {
    id: 'R4',
    async look(known) {
      needed(known.received, 'package')
      const ask = async (condition: Readonly<Record<string, string>>) =>
        await entranceOf(known).ask('GET', packageOf(known), {
          headers: { range: 'bytes=100-', ...condition },
        })
      const other = `"${'0'.repeat(64)}"`
      expectStatus(await ask({ 'if-match': other }), 412)
      expectStatus(await ask({ 'if-range': other }), 200)
      expectStatus(await ask({ 'if-range': needed(known.etag, 'package') }), 206)
    },
  },
  {
    id: 'R5',
    async look(known) {
      const received = needed(known.received, 'package')
      expect(known.etag === `"${sha256(received)}"`, 'the package has another SHA-256')
    },
  },
  {
    id: 'R6',
    async look(known) {
      const received = needed(known.received, 'package')
      const path = `/api/nodes/own/deliveries/${deliveryOf(known)}/instances`
      const answer = await entranceOf(known).ask('GET', path)
      expectStatus(answer, 200)
      const items = itemsOf(answer)
      expect(items.length === 2, `${items.length} instances are listed of 2`)
      for (const item of items) {
        hasAll(item, ['sopInstanceUid', 'sopClassUid', 'transferSyntaxUid', 'offset', 'sizeBytes', 'sha256'])
        const [offset, sizeBytes] = [Number(item.offset), Number(item.sizeBytes)]
        const bytes = received.subarray(offset, offset + sizeBytes)
        expect(sha256(bytes) === item.sha256, `at ${offset} are other bytes than the list says`)
      }
    },
  },
  {
    id: 'R7',
    async look(known) {
      for (let times = 0; times < 2; times++) expectStatus(await report(known, 'forwarded', false), 204)
    },
  },
  {
    id: 'R8',
    async look(known) {
      const id = deliveryOf(known)
      expectStatus(await report(known, 'stored', true), 204)
      expect(!(await waiting(known)).some(({ message }) => message === id), 'it still waits')
    },
  },
  {
    id: 'R9',
    async look(known) {
      expectStatus(await report(known, 'forwarded', true), 204, 409)
      const { json } = await entranceOf(known).ask('GET', `/api/messages/${deliveryOf(known)}`)
      const deliveries: unknown = json?.deliveries
      const [delivery] = Array.isArray(deliveries) ? deliveries : []
      expect(delivery?.status === 'stored', `the delivery is ${String(delivery?.status)} after stored`)
    },
  },
  {
    id: 'R10',
    async look(known) {
      const id = deliveryOf(known)
      const { key } = needed(known.certificate, 'certificate')
      const give = async (receipt: string) => {
        const json = { status: 'stored', stored: 2, refused: [], settled: true, receipts: [receipt] }
        return await entranceOf(known).ask('PUT', `/api/nodes/own/deliveries/${id}`, { json })
      }
      const receipt = await receiptBy(known, key)
      const answer = await give(receipt)
      if (answer.status === 400) throw new Skipped('the centre takes no receipts of nodes')
      expectStatus(answer, 204)
      const kept = itemsOf(await entranceOf(known).ask('GET', `/api/messages/${id}/receipts`))
      expect(
        kept.some(({ nodeJws }) => nodeJws === receipt),
        'it is not among the receipts',
      )
      expectProblem(await give(await receiptBy(known, newKeyPem())), 422, 'receipt-refused')
    },
  },
]
