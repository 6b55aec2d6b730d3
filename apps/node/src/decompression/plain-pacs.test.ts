/** A PACS that takes nothing compressed (DCMTK's storescp as it is by default), behind nodes that may decompress, or not. */
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { serve } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { sharedFile } from '../../../../packages/dicom/src/testing/shared-data.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { Hospital } from '../testing/hospital.ts'

const LOSSLESS = 'files/mr/emri_small_jpeg_ls_lossless.dcm'
const DEFLATED = 'files/sc/image_dfl.dcm'
const LOSSY = 'files/sc/SC_rgb_jpeg_dcmtk.dcm'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(async () => {
  await network?.remove()
})

async function send(paths: readonly string[]): Promise<string> {
  const sender = network.as('sender')
  const files = paths.map((path, index) => ({ name: `IM${index}`, bytes: Buffer.from(sharedFile(path)) }))
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], files)).json
  await sender.until(id, 'delivered')
  return id
}

for (const [decompress, taken] of [
  ['lossless', 2],
  ['never', 0],
  ['lossy-too', 3],
] as const) {
  test(`decompress: ${decompress}: what the administrator allowed is stored, the rest is named, the record says so`, async (t) => {
    const folder = join(network.folder, decompress)
    await mkdir(folder)
    const port = await freePort()
    await serve(t, 'storescp', ['-od', folder, String(port)], [port])
    const pacs: NodeConfigFile['pacs'] = { host: '127.0.0.1', port, aeTitle: 'PLAIN', decompress }
    const node = await Hospital.enrol(network, 'hornicka', { pacs })
    await node.startAndReach()
    try {
      const id = await send([LOSSLESS, DEFLATED, LOSSY])
      const incoming = async () => (await node.state())?.incoming.find(({ message }) => message === id)
      await until('it is done', async () => (await incoming())?.state === 'done')
      assert.equal((await incoming())?.decompressed, taken)
      const [told] = (await network.as('sender').get(`/api/messages/${id}`)).json.atPacs
      assert.deepEqual([told.stored, told.decompressed, told.refused.length], [taken, taken, 3 - taken])
      const names = await readdir(folder)
      assert.equal(names.length, taken)
      for (const name of names) {
        const file = await readFile(join(folder, name), 'latin1')
        assert.ok(file.includes('1.2.840.10008.1.2.1\0'), name)
      }
    } finally {
      // Whoever comes next takes what the centre tells it from now on.
      const revoked = (await node.state())?.node.id
      await network.as('operator').call('POST', `/api/nodes/${revoked}/revoke`)
      await node.kill()
    }
  })
}
