/** What the node's disk spoils of a package while it waits for the PACS is had from the centre once more. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { open, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital, newKey } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGES = 3

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network?.remove())

/** A bit of the package's middle, which is of an image. */
async function spoil(hospital: Hospital, messageId: string): Promise<void> {
  const folder = join(hospital.folder, 'data', 'incoming', messageId)
  const name = (await readdir(folder)).find((each) => each.endsWith('.zip'))
  const path = join(folder, name ?? '')
  const at = (await stat(path)).size >> 1
  const file = await open(path, 'r+')
  try {
    const byte = Buffer.alloc(1)
    await file.read(byte, 0, 1, at)
    await file.write(Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, at)
  } finally {
    await file.close()
  }
}

for (const [study, kind] of ['in the open', 'encrypted'].entries()) {
  test(`a package that rots ${kind} while the PACS is away is fetched anew, and every image is stored as it was sent`, async (t) => {
    const port = await freePort()
    const pacs = new ScriptedPacs(port)
    const keyFile = join(network.folder, 'node.key')
    await writeFile(keyFile, newKey(), { mode: 0o600 })
    const recipient = study === 0 ? 'hornicka' : 'caslav'
    const hospital = await Hospital.enrol(network, recipient, {
      pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
      ...(kind === 'encrypted' && { encryption: { keyFile } }),
    })
    await hospital.startAndReach()
    t.after(() => Promise.all([hospital.kill(), pacs.stop()]))
    const files = Array.from({ length: IMAGES }, (_, index) => ({
      name: `IM${index}`,
      bytes: ctSlice({ study, instance: index + 1, pixelBytes: 200_000 }),
    }))
    const sender = network.as('sender')
    const { id } = (await sender.send([INSTITUTIONS[recipient].id], files)).json
    const status = async () => (await sender.get(`/api/messages/${id}`)).json.deliveries[0].status
    await until('it is at the node, and waits', async () => (await status()) === 'forwarded')
    await spoil(hospital, id)
    await pacs.start()
    await until('all of it is at the PACS', async () => {
      await hospital.command('retry')
      return (await status()) === 'stored'
    })
    for (const { bytes } of files) {
      const object = storedObject(bytes)
      assert.ok(object)
      const sent = createHash('sha256').update(object.dataSet).digest('hex')
      assert.equal(pacs.taken.get(object.sopInstanceUid), sent)
    }
    assert.match(await hospital.log(), /a package was spoilt on the disk: it is fetched anew/)
  })
}
