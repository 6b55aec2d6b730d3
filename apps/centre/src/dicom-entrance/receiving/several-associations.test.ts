/** A PACS that sends what belongs together on several associations, one after another or at once. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../../testing/api-client.ts'
import { until } from '../../testing/until.ts'
import { type DicomTestNetwork, prepareDicomNetwork, sliceFiles, storescu } from '../testing/dicom-network.ts'

let here: DicomTestNetwork
let receiver: ApiClient
before(async () => {
  // Longer than a busy machine takes to start a program that sends.
  here = await prepareDicomNetwork({ releaseSeconds: 8 })
  await here.network.startHere()
  receiver = here.network.as('receiver')
})
after(() => here.network.remove())

/** Of a patient of its own. */
const files = async (study: number, count: number) =>
  await sliceFiles(
    here.network.folder,
    Array.from({ length: count }, (_, index) => ({ study, instance: index + 1, patientId: `P${study}` })),
  )

/** The one message of the study, once it is delivered, with its history. */
async function onlyMessageOf(study: number) {
  const found = async () => {
    const { items } = (await receiver.get('/api/messages?box=inbox&pageSize=100')).json
    return items.filter(({ studies }: { studies: { studyInstanceUid: string }[] }) =>
      studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(`.1234.${study}`)),
    )
  }
  await until(`study ${study} has arrived`, async () => (await found()).length > 0)
  const [{ id }, ...others] = await found()
  assert.equal(others.length, 0)
  return (await receiver.get(`/api/messages/${id}`)).json
}

test('a PACS that opens an association for each image still sends one message', async () => {
  for (const path of await files(20, 6)) await storescu({ port: here.port }, path)
  const message = await onlyMessageOf(20)
  assert.equal(message.instances, 6)
  assert.deepEqual(
    message.events.map(({ what }: { what: string }) => what),
    ['created', 'checking', 'accepted', 'delivered', 'opened'],
  )
})

test('four associations at once that send parts of a study make one message', async () => {
  const paths = await files(21, 40)
  const quarter = (n: number) => paths.filter((_, index) => index % 4 === n)
  await Promise.all([0, 1, 2, 3].map((n) => storescu({ port: here.port }, ...quarter(n))))
  assert.equal((await onlyMessageOf(21)).instances, 40)
})
