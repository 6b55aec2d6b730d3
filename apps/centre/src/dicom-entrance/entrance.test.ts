/** Hospitals' programs at the DICOM entrance: who is let in, and what becomes of what they send. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { INSTITUTIONS } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import {
  type Calling,
  calls,
  type DicomTestNetwork,
  prepareDicomNetwork,
  sliceFiles,
  storescu,
} from './testing/dicom-network.ts'

let here: DicomTestNetwork
let receiver: ApiClient
before(async () => {
  here = await prepareDicomNetwork()
  await here.network.startHere()
  receiver = here.network.as('receiver')
})
after(() => here.network.remove())

const files = (...slices: Parameters<typeof sliceFiles>[1]) => sliceFiles(here.network.folder, slices)
const inbox = async () => (await receiver.get('/api/messages?box=inbox')).json
const plain = (): Calling => ({ port: here.port })
const secure = (as: 'sender' | 'uninvolved' = 'sender'): Calling => ({
  port: here.tlsPort,
  tls: { folder: here.network.folder, as },
})

/** Resolves with the newest message once there are so many. */
async function arrived(total: number) {
  await until(`${total} messages have arrived`, async () => (await inbox()).total >= total)
  const { items, total: found } = await inbox()
  assert.equal(found, total)
  return items[0]
}

test('a PACS tries the connection with C-ECHO, plain and over TLS', async () => {
  await run('echoscu', calls(plain()))
  await run('echoscu', calls(secure()))
})

test('a PACS sends a study, and the message is in the mailbox of the called institution', async () => {
  const slices = [1, 2, 3].map((instance) => ({ study: 1, instance }))
  await storescu(plain(), ...(await files(...slices)))
  const message = await arrived(1)
  assert.equal(message.sender.name, INSTITUTIONS.caslav.name)
  assert.equal(message.instances, 3)
  assert.equal(message.status, 'delivered')
})
