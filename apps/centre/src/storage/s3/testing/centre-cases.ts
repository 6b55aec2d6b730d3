/** A whole centre on an operator's PostgreSQL and an S3-compatible store. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { runBackup, runRestore } from '../../../backup/index.ts'
import type { ConfigFile } from '../../../config/index.ts'
import { type Finding, runFsck } from '../../../fsck/index.ts'
import { openForMaintenance } from '../../../maintenance.ts'
import type { CentreProcess } from '../../../testing/centre-process.ts'
import { openTestDatabase, type TestDatabase } from '../../../testing/database.ts'
import { ctSlice } from '../../../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../../../testing/network.ts'
import { until } from '../../../testing/until.ts'
import { type Bucket, makeBucket } from './bucket.ts'
import type { Ceph } from './ceph.ts'
import { Line } from './line.ts'

const MIB = 1024 ** 2
const { hornicka } = INSTITUTIONS

/** A package of three parts. */
function largeStudy(study: number) {
  return [1, 2, 3].map((instance) => ({
    name: `IM${instance}`,
    bytes: ctSlice({ study, instance, pixelBytes: 7 * MIB }),
  }))
}

export function centreCases(ceph: () => Ceph): void {
  describe('a centre on PostgreSQL and an S3-compatible store', () => {
    let database: TestDatabase
    let bucket: Bucket
    let line: Line
    let network: TestNetwork
    let running: CentreProcess

    before(async () => {
      bucket = await makeBucket(ceph(), 'centre')
      line = await Line.open(ceph().tlsPort)
      database = await openTestDatabase()
      network = await TestNetwork.prepare({
        database: { url: database.url },
        trust: { caFiles: [ceph().caFile] },
        packages: { s3: s3() },
        logging: { level: 'silent' },
      })
      running = await network.startProcess()
    })
    after(async () => {
      await network?.remove()
      await database?.remove()
      await line?.close()
      bucket?.close()
    })

    const s3 = () => ({
      endpoint: `https://127.0.0.1:${line.port}`,
      bucket: 'centre',
      prefix: 'packages-of-tests/',
      credentialsFile: ceph().credentialsFile,
    })

    async function upload(files: readonly { name: string; bytes: Buffer }[]): Promise<readonly string[]> {
      const uploads: string[] = []
      for (const file of files) uploads.push(await network.as('sender').upload(file))
      return uploads
    }

    async function sendUploads(uploads: readonly string[]): Promise<string> {
      const call = { json: { recipients: [hornicka.id], uploads } }
      const { status, json } = await network.as('sender').call('POST', '/api/messages', call)
      assert.equal(status, 201)
      return json.id
    }

    const send = async (files: Parameters<typeof upload>[0]) => await sendUploads(await upload(files))

    const stored = async (messageId: string) =>
      (await bucket.names()).filter((name) => name.includes('/packages/') && name.includes(messageId))

    async function requireWhole(messageId: string, files: readonly { bytes: Buffer }[]): Promise<void> {
      const { status, body, headers } = await network.as('receiver').get(`/api/messages/${messageId}/package`)
      assert.equal(status, 200)
      assert.equal(`"${createHash('sha256').update(body).digest('hex')}"`, headers.etag)
      for (const { bytes } of files) assert.ok(body.includes(bytes))
    }

    async function fsck(configPath = network.configPath): Promise<readonly Omit<Finding, 'isRepaired'>[]> {
      const centre = await openForMaintenance(configPath)
      try {
        const { findings } = await runFsck(centre, { repair: false, quick: false })
        return findings.map(({ kind, of }) => ({ kind, of }))
      } finally {
        await centre.close()
      }
    }

    test('what is sent is delivered whole, is read by ranges, and goes from the store when it is deleted', async () => {
      const receiver = network.as('receiver')
      const files = largeStudy(1)
      const id = await send(files)
      await network.as('sender').until(id, 'delivered')
      await requireWhole(id, files)
      assert.equal((await stored(id)).length, 2)
      const whole = await receiver.get(`/api/messages/${id}/package`)
      const part = await receiver.get(`/api/messages/${id}/package`, { range: 'bytes=9000000-9000099' })
      assert.equal(part.status, 206)
      assert.ok(part.body.equals(whole.body.subarray(9_000_000, 9_000_100)))
      assert.deepEqual((await receiver.get(`/api/messages/${id}`)).json.instances, 3)
      assert.deepEqual(await fsck(), [])
      const metrics = (await network.visitor().get('/metrics')).body.toString()
      assert.match(
        metrics,
        /epacs_store_request_seconds_count\{operation="CompleteMultipartUpload",outcome="ok"\} 1/,
      )
      assert.equal((await receiver.call('DELETE', `/api/messages/${id}/data`)).status, 204)
      await until('the package is gone', async () => (await stored(id)).length === 0)
      assert.equal((await receiver.get(`/api/messages/${id}/package`)).status, 410)
      assert.deepEqual(await fsck(), [])
    })

    test('a centre killed in the middle of a put leaves nothing that counts, and delivers after its start', async () => {
      const files = largeStudy(2)
      const uploads = await upload(files)
      let isHeld = false
      const passedBefore = line.passed['to-store']
      line.fate = ({ direction }) => {
        if (direction !== 'to-store' || line.passed[direction] < passedBefore + 10 * MIB) return 'pass'
        isHeld = true
        return 'hold'
      }
      const id = await sendUploads(uploads)
      await until('it is in the middle', async () => isHeld)
      await running.kill()
      line.fate = () => 'pass'
      const [index = '', ...more] = await stored(id)
      assert.ok(index.endsWith('.index') && more.length === 0, 'its index alone')
      assert.equal((await bucket.unfinished()).length, 1)
      running = await network.startProcess()
      await network.as('sender').until(id, 'delivered')
      await requireWhole(id, files)
      assert.deepEqual(await fsck(), [])
    })

    test('while the store is away messages wait and downloads are told so; when it is back they go on', async () => {
      const [receiver, visitor] = [network.as('receiver'), network.visitor()]
      const { json: inbox } = await receiver.get('/api/messages')
      const files = [{ name: 'IM1', bytes: ctSlice({ study: 3, instance: 1 }) }]
      const uploads = await upload(files)
      line.fate = () => 'cut'
      const id = await sendUploads(uploads)
      await until('it is noticed', async () => (await visitor.get('/readyz')).json.store === 'unavailable')
      const refused = await receiver.get(`/api/messages/${inbox.items[0].id}/package`)
      assert.deepEqual([refused.status, refused.json.code], [503, 'unavailable'])
      assert.equal((await network.as('sender').get(`/api/messages/${id}`)).json.status, 'checking')
      line.fate = () => 'pass'
      await network.as('sender').until(id, 'delivered')
      await requireWhole(id, files)
      assert.deepEqual((await visitor.get('/readyz')).json, { status: 'ready' })
    })

    test('a backup holds what the store holds, comes back into a store, and damage in a store is found', async () => {
      assert.equal((await running.stop()).code, 0)
      const folder = join(network.folder, 'backup')
      const centre = await openForMaintenance(network.configPath)
      try {
        const { packages, problems } = await runBackup(centre, { folder, verify: false })
        assert.deepEqual({ packages, problems }, { packages: 2, problems: [] })
      } finally {
        await centre.close()
      }
      await database.pool.query('create database restored')
      const config: ConfigFile = {
        ...network.config,
        dataFolder: join(network.folder, 'restored'),
        database: { url: database.url.replace(/[^/]*$/, 'restored') },
        packages: { s3: { ...s3(), prefix: 'restored/' } },
      }
      const configPath = join(network.folder, 'restored.json')
      await writeFile(configPath, JSON.stringify(config))
      const { packages, missing } = await runRestore({ folder, configPath })
      assert.deepEqual({ packages, missing }, { packages: 2, missing: [] })
      const [index = ''] = (await bucket.names()).filter((name) => /^restored\/.*index$/.test(name))
      await bucket.write(index, Buffer.from('{}\n'))
      const of = index.split('/').at(-1)?.slice(0, 36)
      assert.deepEqual(await fsck(configPath), [{ kind: 'index-damaged', of }])
    })
  })
}
