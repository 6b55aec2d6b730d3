/** An end-to-end message is on its way while sender, centre and receiver are killed in the middle of it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGES = 8
const IMAGE_BYTES = 1_000_000
/** So that each is killed in the middle of its part. */
const MBIT_PER_SECOND = 24

test('sender, centre and receiver are killed in the middle: every image arrives once, in one message', async (t) => {
  const network = await TestNetwork.prepare({ logging: { level: 'error' } })
  let centre = await network.startProcess()
  const pacsPort = await freePort()
  const pacs = new ScriptedPacs(pacsPort)
  await pacs.start()
  const common = { silentSeconds: 2 }
  const sending = await Hospital.enrol(network, 'caslav', {
    ...common,
    sending: { endToEnd: ['HORNICKA'] },
    bandwidth: [{ uploadMbitPerSecond: MBIT_PER_SECOND }],
  })
  const receiving = await Hospital.enrol(network, 'hornicka', {
    ...common,
    pacs: { host: '127.0.0.1', port: pacsPort, aeTitle: 'PACS' },
    bandwidth: [{ downloadMbitPerSecond: MBIT_PER_SECOND }],
  })
  t.after(async () => {
    await Promise.all([sending.kill(), receiving.kill(), pacs.stop()])
    await network.remove()
  })
  await Promise.all([sending.startAndReach(), receiving.startAndReach()])
  await until('the receiver has told its key', async () =>
    /knows the end-to-end key/.test(await receiving.log()),
  )

  const paths: string[] = []
  const images = new Map<string, string>()
  for (let instance = 1; instance <= IMAGES; instance++) {
    const bytes = ctSlice({ study: 77, instance, pixelBytes: IMAGE_BYTES })
    const object = storedObject(bytes)
    assert.ok(object)
    const path = join(network.folder, `killed-${instance}.dcm`)
    await writeFile(path, bytes)
    paths.push(path)
    images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
  }
  await run('storescu', [
    '-v',
    '-aet',
    'PACS',
    '-aec',
    'HORNICKA',
    '127.0.0.1',
    String(sending.dicomPort),
    ...paths,
  ])

  const sentBytes = async () => (await sending.state())?.outgoing[0]?.sentBytes ?? 0
  await until('it is sent', async () => (await sentBytes()) > 1_000_000)
  await sending.kill()
  await sending.start()
  await until('it is sent on', async () => (await sentBytes()) > 3_000_000)
  await centre.kill()
  centre = await network.startProcess()
  const fetchedBytes = async () => (await receiving.state())?.incoming[0]?.fetchedBytes ?? 0
  await until('it is fetched', async () => (await fetchedBytes()) > 1_000_000)
  await receiving.kill()
  const takenBefore = pacs.taken.size
  await receiving.start()
  await until('it is fetched on', async () => (await fetchedBytes()) > 3_000_000)
  await centre.kill()
  await delay(300)
  centre = await network.startProcess()

  const newest = async () =>
    (
      await network
        .as('sender')
        .get('/api/messages?box=sent')
        .catch(() => undefined)
    )?.json.items ?? []
  await until('it is stored', async () => (await newest())[0]?.deliveries[0]?.status === 'stored')
  const messages = await newest()
  assert.deepEqual([messages.length, messages[0].endToEnd, messages[0].instances], [1, true, IMAGES])
  assert.ok(takenBefore < IMAGES, 'it was killed in the middle')
  assert.deepEqual(new Map([...pacs.taken].toSorted()), new Map([...images].toSorted()))
  assert.equal(pacs.changed.size, 0)
})
