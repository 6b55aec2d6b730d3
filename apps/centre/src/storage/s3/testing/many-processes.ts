/** Several processes of one centre, on one PostgreSQL and one S3-compatible store. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ClientRequest } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sliceFiles, storescu } from '../../../dicom-entrance/testing/dicom-network.ts'
import type { ApiClient } from '../../../testing/api-client.ts'
import { type CentreProcess, spawnCentre } from '../../../testing/centre-process.ts'
import { openTestDatabase, type TestDatabase } from '../../../testing/database.ts'
import { ctSlice } from '../../../testing/dicom-file.ts'
import { freePort } from '../../../testing/free-port.ts'
import { INSTITUTIONS, type PersonName, TestNetwork } from '../../../testing/network.ts'
import { until } from '../../../testing/until.ts'
import { type Bucket, makeBucket } from './bucket.ts'
import type { Ceph } from './ceph.ts'

const MIB = 1024 ** 2
const PREFIX = 'several/'
const { hornicka } = INSTITUTIONS

export function manyProcesses(ceph: () => Ceph): void {
  describe('processes of one centre', () => {
    let database: TestDatabase
    let bucket: Bucket
    let folder: string
    let [a, b, c, later]: TestNetwork[] = []
    let first: CentreProcess
    let second: CentreProcess
    let third: CentreProcess

    const networks = () => [a, b, c, later].filter((each) => each !== undefined)
    function at(network: TestNetwork | undefined, person: PersonName): ApiClient {
      assert.ok(network)
      return network.as(person)
    }

    before(async () => {
      bucket = await makeBucket(ceph(), 'several')
      database = await openTestDatabase()
      folder = await mkdtemp(join(tmpdir(), 'epacs-seal-'))
      const sealFile = join(folder, 'seal')
      await writeFile(sealFile, randomBytes(48))
      a = await TestNetwork.prepare({
        database: { url: database.url },
        packages: {
          s3: {
            endpoint: ceph().endpoint,
            bucket: 'several',
            prefix: PREFIX,
            credentialsFile: ceph().credentialsFile,
          },
        },
        keys: { sealFile },
        logging: { level: 'silent' },
      })
      // The second one serves people, and leaves jobs to the others.
      b = await a.sibling({ roles: ['web'], stopping: { noticeSeconds: 1, transferSeconds: 60 } })
      c = await a.sibling({ dicom: { port: await freePort(), releaseSeconds: 600, quietSeconds: 600 } })
      ;[first, second] = await Promise.all([a.startProcess('intake.package-written'), b.startProcess()])
    })
    after(async () => {
      for (const network of networks()) await network.remove()
      await database?.remove()
      bucket?.close()
      await rm(folder, { recursive: true })
    })

    const study = (number: number, pixelBytes: number) => ({
      name: 'IM1',
      bytes: ctSlice({ study: number, instance: 1, pixelBytes }),
    })

    async function receivedBytes(id: string): Promise<number> {
      const { rows } = await database.pool.query('select received_bytes from upload where id = $1', [id])
      return rows[0]?.received_bytes
    }

    /** A chunk that is on its way; so much of it is sent. */
    function beginChunk(
      client: ApiClient,
      id: string,
      offset: number,
      bytes: Buffer,
      sent: number,
    ): ClientRequest {
      const digest = createHash('sha256').update(bytes).digest('base64')
      const outgoing = request(new URL(`/api/uploads/${id}`, client.origin), {
        method: 'PATCH',
        agent: client.agent,
        headers: {
          'tus-resumable': '1.0.0',
          'content-type': 'application/offset+octet-stream',
          'upload-offset': offset,
          'content-length': bytes.length,
          ...(offset === 0 ? { 'upload-checksum': `sha256 ${digest}` } : {}),
        },
      })
      outgoing.on('error', () => {})
      outgoing.write(bytes.subarray(0, sent))
      return outgoing
    }

    async function requireWhole(client: ApiClient, messageId: string, bytes: Buffer): Promise<void> {
      const { status, body, headers } = await client.get(`/api/messages/${messageId}/package`)
      assert.equal(status, 200)
      assert.equal(`"${createHash('sha256').update(body).digest('hex')}"`, headers.etag)
      assert.ok(body.includes(bytes))
    }

    test('an upload goes on at another process: after a newcomer, after kill -9; its job is taken over', async () => {
      const { bytes } = study(1, 30 * MIB)
      const [atA, atB] = [at(a, 'sender'), at(b, 'sender')]
      const id = await atA.createUpload('IM1', bytes.length)
      // Of a chunk with a checksum nothing counts before the whole of it has come.
      beginChunk(atA, id, 0, bytes.subarray(0, 12 * MIB), 11 * MIB)
      await until('a piece of it is stored', async () =>
        (await bucket.names()).some((name) => name.includes(id)),
      )
      assert.equal((await atB.head(id)).headers['upload-offset'], '0', 'the newcomer is let in')
      assert.equal((await atB.patch(id, 0, bytes.subarray(0, 100_000))).headers['upload-offset'], '100000')

      // Without one, what has come stays: who writes is asked to let go.
      const open = beginChunk(atB, id, 100_000, bytes.subarray(100_000), 9 * MIB)
      await until('a piece counts', async () => (await receivedBytes(id)) > 100_000)
      const reached = Number((await atA.head(id)).headers['upload-offset'])
      assert.ok(reached >= 8 * MIB, String(reached))
      open.destroy()

      beginChunk(atA, id, reached, bytes.subarray(reached), 9 * MIB)
      await until('a piece counts', async () => (await receivedBytes(id)) > reached)
      const json = { recipients: [hornicka.id], uploads: [id] }
      const { id: messageId } = (await atB.call('POST', '/api/messages', { json })).json
      const uploadedBefore = await receivedBytes(id)
      // A checks a message: there it is killed, in the middle of a chunk of the other.
      const small = await atB.send([hornicka.id], [study(2, 1000)])
      assert.equal((await first.ended).signal, 'SIGKILL')
      const offset = Number((await atB.head(id)).headers['upload-offset'])
      assert.ok(offset >= uploadedBefore, 'what counted counts')
      assert.equal((await atB.patch(id, offset, bytes.subarray(offset))).status, 204)

      assert.ok(c)
      third = await c.startProcess()
      for (const each of [messageId, small.json.id]) await at(c, 'sender').until(each, 'delivered')
      await requireWhole(at(c, 'receiver'), messageId, bytes)
      await requireWhole(at(b, 'receiver'), messageId, bytes)
      await requireWhole(at(c, 'receiver'), small.json.id, study(2, 1000).bytes)
      await until('pieces go with the message', async () =>
        (await bucket.names()).every((name) => !name.startsWith(`${PREFIX}uploads/`)),
      )
    })

    test('events and sessions of one process hold at the others', async () => {
      assert.ok(b && c)
      const events: string[] = []
      const receiver = at(b, 'receiver')
      const stream = request(new URL('/api/events', receiver.origin), { agent: receiver.agent })
      const isOpen = new Promise((resolve) => {
        stream.on('response', (answer) => {
          answer.setEncoding('utf8').on('data', (data: string) => events.push(data))
          resolve(undefined)
        })
      })
      stream.on('error', () => {}).end()
      await isOpen
      const { json } = await at(c, 'sender').send([hornicka.id], [study(3, 1000)])
      await until('it is told elsewhere', () => events.join('').includes(json.id))
      stream.destroy()

      const browser = b.browserOf('receiver')
      const [portalB, portalC] = [b.config.portal.publicUrl, c.config.portal.publicUrl]
      await browser.follow(`${portalB}/sign-in/certificate`, (url) => url === `${portalB}/mailbox`)
      for (const portal of [portalB, portalC]) {
        const { status, text } = await browser.visit(`${portal}/api/session`, {
          headers: { accept: 'application/json' },
        })
        assert.equal(status, 200)
        assert.match(text, /Hana Malá/)
      }
    })

    test('all sign with one key, and a node of one is a node of the others', async () => {
      assert.ok(b && c)
      const keysAt = async (network: TestNetwork) =>
        (await network.visitor().get('/.well-known/jwks.json')).json.keys
      assert.equal((await keysAt(c)).length, 1)
      const { kid } = (await at(b, 'operator').call('POST', '/api/signing-keys')).json
      assert.deepEqual(
        (await keysAt(c)).map((key: { kid: string; retiredAt?: string }) => [
          key.kid === kid,
          key.retiredAt === undefined,
        ]),
        [
          [true, true],
          [false, false],
        ],
      )
      const { json } = await at(c, 'sender').send([hornicka.id], [study(5, 1000)])
      await at(c, 'sender').until(json.id, 'delivered')
      const { rows } = await database.pool.query('select jws from manifest where message_id = $1', [json.id])
      const [header = ''] = String(rows[0]?.jws).split('.')
      assert.equal(
        JSON.parse(Buffer.from(header, 'base64url').toString()).kid,
        kid,
        'the other process has learnt it',
      )

      const node = await b.enrolNode('hornicka')
      const same = c.sameNode(node)
      assert.equal((await same.get('/api/nodes/own/deliveries')).status, 200)

      const without = await b.sibling({ keys: {} })
      const alone = await spawnCentre(without.configPath)
      assert.equal((await alone.ended).code, 1)
      assert.match(alone.complaint(), /keys\.sealFile/)
      await without.remove()
    })

    test('what came by DICOM waits for the process that it came to, whatever starts meanwhile', async () => {
      assert.ok(a && c)
      const [path = ''] = await sliceFiles(folder, [{ study: 6, instance: 1 }])
      await storescu({ port: Number(c.config.dicom?.port) }, path)
      const statuses = async () =>
        (
          await database.pool.query(
            'select message.id, status from dicom_reception join message on message.id = message_id',
          )
        ).rows
      const [{ id, status }] = await statuses()
      assert.equal(status, 'uploading')
      await third.kill()
      await a.startProcess()
      assert.deepEqual(await statuses(), [{ id, status: 'uploading' }])
      const { dataFolder } = c.config
      later = await c.sibling({ dataFolder, dicom: { port: await freePort(), quietSeconds: 1 } })
      await later.startProcess()
      await at(a, 'sender').until(id, 'delivered')
      const { bytes } = study(6, 512)
      await requireWhole(at(a, 'receiver'), id, bytes.subarray(bytes.length - 512))
    })

    test('a process that is told to stop says so, lets what runs end, and loses nothing', async () => {
      assert.ok(b)
      const [atB, atC] = [at(b, 'sender'), at(later, 'sender')]
      const { bytes } = study(4, 12 * MIB)
      const id = await atB.createUpload('IM1', bytes.length)
      const open = beginChunk(atB, id, 0, bytes, 10 * MIB)
      const answered = new Promise<number | undefined>((resolve) => {
        open
          .on('response', (answer) => resolve(answer.resume().statusCode))
          .on('error', () => resolve(undefined))
      })
      await until('it comes', async () => (await bucket.names()).some((name) => name.includes(id)))
      const visitor = b.visitor()
      const stopped = second.stop()
      await until('it is said', async () => (await visitor.get('/readyz')).status === 503)
      open.end(bytes.subarray(10 * MIB))
      assert.equal(await answered, 204)
      assert.equal((await stopped).code, 0)
      const json = { recipients: [hornicka.id], uploads: [id] }
      const message = await atC.call('POST', '/api/messages', { json })
      await atC.until(message.json.id, 'delivered')
      await requireWhole(at(later, 'receiver'), message.json.id, bytes)
    })
  })
}
