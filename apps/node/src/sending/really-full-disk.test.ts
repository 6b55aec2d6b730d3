/** A volume of the node's own that fills up to its last byte: the node goes on by itself when there is room again. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'

const execute = promisify(execFile)
const MIB = 1024 ** 2
const VOLUME_MIB = 48

let volume: string
/** Why no volume could be mounted; undefined: it is. */
let refusal: string | undefined
let network: TestNetwork | undefined
let hospital: Hospital | undefined
before(async () => {
  volume = await mkdtemp(join(tmpdir(), 'epacs-node-volume-'))
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME_MIB}m`, 'tmpfs', volume])
  } catch (error) {
    refusal = error instanceof Error ? error.message : String(error)
    return
  }
  network = await TestNetwork.start()
  hospital = await Hospital.enrol(network, 'caslav', { dataFolder: volume })
  await hospital.startAndReach()
})
after(async () => {
  await hospital?.kill()
  if (refusal === undefined) await execute('umount', [volume])
  await rm(volume, { recursive: true })
  await network?.remove()
})

test('on a volume without a byte left images are answered A700, what was taken stays, and with room again all goes on by itself', async (t) => {
  if (refusal !== undefined || network === undefined || hospital === undefined) {
    t.skip(`no volume can be mounted here, so that ENOSPC was not met: ${refusal}`)
    return
  }
  const [{ folder }, here] = [network, hospital]
  const send = async (instance: number) => {
    const path = join(folder, `${instance}.dcm`)
    await writeFile(path, ctSlice({ study: instance, instance, pixelBytes: 4 * MIB }))
    const to = ['-aec', 'HORNICKA', '127.0.0.1', String(here.dicomPort)]
    return await run('storescu', ['-v', '-aet', 'PACS', ...to, path])
  }
  const delivered = async () =>
    (await here.state())?.outgoing.filter(({ state }) => state === 'delivered').length
  const free = async () => {
    const { bavail, bsize } = await statfs(volume)
    return bavail * bsize
  }
  const freeBefore = await free()
  await send(1)
  await until('the first is delivered', async () => (await delivered()) === 1)

  const isNothingOfAnImageThere = async () => {
    const there = await Promise.all(['spool', 'outgoing'].map((name) => readdir(join(volume, name))))
    // A file that is still open takes up room without a name, and would give it back to an image that has to be refused.
    return there.flat().length === 0 && (await free()) > freeBefore - 3 * MIB
  }
  await until('nothing of it is left here', isNothingOfAnImageThere)

  const filler = join(volume, 'filler')
  // Room for a part of an image: the file system says no in the midst of it. No reserve is kept here.
  const partOfAnImage = 2 * MIB
  await writeFile(filler, Buffer.alloc((await free()) - partOfAnImage))
  await assert.rejects(send(2), /Store Response .*(0xa700|OutOfResources)/i)
  await until('nothing of the refused one is left', async () => (await free()) > MIB / 2)
  // Then not even for the node's records.
  await assert.rejects(writeFile(join(volume, 'filler-2'), Buffer.alloc(VOLUME_MIB * MIB)), {
    code: 'ENOSPC',
  })
  await assert.rejects(send(3), /Store Response .*(0xa700|OutOfResources)/i)
  assert.deepEqual(await readdir(join(volume, 'spool')), [])
  assert.equal((await here.state())?.disk.freeBytes, 0)

  await Promise.all([rm(filler), rm(join(volume, 'filler-2'))])
  for (const instance of [2, 3]) assert.match(await send(instance), /Store Response \(Success\)/)
  await until('all are delivered', async () => (await delivered()) === 3)
})
