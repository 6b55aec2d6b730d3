/**
 * A centre keeps, checks, deletes, backs up and brings back what it cannot open as it does every other package: with packages
 * in folders, and in an S3-compatible store (a real Ceph). The receiving node is away until the end.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { runBackup, runRestore } from '../../../centre/src/backup/index.ts'
import { type ConfigFile, parseConfig } from '../../../centre/src/config/index.ts'
import { runFsck } from '../../../centre/src/fsck/index.ts'
import { openForMaintenance } from '../../../centre/src/maintenance.ts'
import { expireData } from '../../../centre/src/retention/expire-data.ts'
import { type RunningCentre, startCentre } from '../../../centre/src/running-centre.ts'
import { scrub } from '../../../centre/src/scrubbing/scrub.ts'
import { type Bucket, makeBucket } from '../../../centre/src/storage/s3/testing/bucket.ts'
import { Ceph } from '../../../centre/src/storage/s3/testing/ceph.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { lookedThroughLog } from '../../../centre/src/testing/looked-through-log.ts'
import { PEOPLE, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGE_BYTES = 150_000
const IMAGES = 2
const DAY_MS = 24 * 3_600_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)

interface Sent {
  readonly id: string
  /** SHA-256 of the data sets by SOP Instance UID. */
  readonly images: ReadonlyMap<string, string>
  /** That stand in the images, and nowhere else. */
  readonly needles: readonly Buffer[]
}

for (const kind of ['folders', 'an S3-compatible store'] as const) {
  describe(`end-to-end messages of a centre with packages in ${kind}`, () => {
    let ceph: Ceph | undefined
    let bucket: Bucket | undefined
    let network: TestNetwork
    let running: RunningCentre
    let configPath: string
    let sending: Hospital
    let receiving: Hospital
    let pacs: ScriptedPacs
    let kept: Sent
    let deleted: Sent
    let expired: Sent

    const inBucket = async (name: string): Promise<Partial<ConfigFile>> => {
      if (ceph === undefined) return {}
      bucket?.close()
      bucket = await makeBucket(ceph, name)
      const { endpoint, credentialsFile } = ceph
      return { packages: { s3: { endpoint, bucket: name, credentialsFile } } }
    }

    before(async () => {
      ceph = kind === 'folders' ? undefined : await Ceph.start()
      network = await TestNetwork.prepare({
        retention: { days: 30, warnDays: 7 },
        ...(await inBucket('before')),
      })
      running = await network.startHere()
      configPath = network.configPath
      const pacsPort = await freePort()
      pacs = new ScriptedPacs(pacsPort)
      await pacs.start()
      sending = await Hospital.enrol(network, 'caslav', { sending: { endToEnd: 'always' } })
      receiving = await Hospital.enrol(network, 'hornicka', {
        pacs: { host: '127.0.0.1', port: pacsPort, aeTitle: 'PACS' },
      })
      await Promise.all([sending.startAndReach(), receiving.startAndReach()])
      await until('both keys are known', async () => {
        const keys = await running.centre.db.selectFrom('node_end_to_end_key').select('kid').execute()
        return keys.length === 2
      })
      await receiving.kill()
    })
    after(async () => {
      await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
      if (running !== undefined && configPath !== network.configPath) await running.stop()
      await network?.remove()
      bucket?.close()
      await ceph?.stop()
    })

    /** From the PACS, and into the mailbox whose node is away. */
    async function send(study: number): Promise<Sent> {
      const before = await running.centre.db.selectFrom('end_to_end_message').select('message_id').execute()
      const images = new Map<string, string>()
      const paths: string[] = []
      const needles: Buffer[] = []
      for (let instance = 1; instance <= IMAGES; instance++) {
        const bytes = Buffer.from(ctSlice({ study, instance, pixelBytes: IMAGE_BYTES }))
        const object = storedObject(bytes)
        assert.ok(object)
        paths.push(join(network.folder, `${study}-${instance}.dcm`))
        await writeFile(paths.at(-1) ?? '', bytes)
        images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
        needles.push(Buffer.from(object.sopInstanceUid), bytes.subarray(-60_000, -59_900))
      }
      const port = String(sending.dicomPort)
      await run('storescu', ['-aet', 'PACS', '-aec', 'HORNICKA', '127.0.0.1', port, ...paths])
      const known = new Set(before.map(({ message_id }) => message_id))
      const newest = async () => {
        const { json } = await network.as('sender').get('/api/messages?box=sent&pageSize=1')
        return json.items[0]
      }
      await until('it is in the mailbox', async () => {
        const message = await newest()
        return message?.status === 'delivered' && !known.has(message.id)
      })
      return { id: (await newest()).id, images, needles }
    }

    const fsck = async (at = configPath) =>
      await maintained(at, async (centre) => {
        const { packages, findings } = await runFsck(centre, { repair: false, quick: false })
        return { packages, findings: findings.map(({ kind, of }) => [kind, of]) }
      })

    const backupFolder = () => join(network.folder, 'backup')
    const backup = async () =>
      await maintained(configPath, async (centre) => {
        const { packages, copied, removed, problems } = await runBackup(centre, {
          folder: backupFolder(),
          verify: true,
        })
        assert.deepEqual(problems, [])
        return { packages, copied, removed }
      })

    /** Behind the centre's back. @returns what undoes it */
    async function changeInStore(id: string): Promise<() => Promise<void>> {
      const isPackage = (name: string) => name.includes(id) && name.endsWith('.zip')
      const packages = join(network.config.dataFolder ?? '', 'packages')
      const [name = ''] = (await (bucket?.names() ?? readdir(packages, { recursive: true }))).filter(
        isPackage,
      )
      const write = async (bytes: Buffer) =>
        await (bucket?.write(name, bytes) ?? writeFile(join(packages, name), bytes))
      const bytes = await (bucket?.read(name) ?? readFile(join(packages, name)))
      const changed = Buffer.from(bytes)
      changed[100_000] = (changed[100_000] ?? 0) ^ 1
      await write(changed)
      return () => write(bytes)
    }

    const storedIds = async () => {
      const ids: string[] = []
      for await (const { messageId } of running.centre.store.list()) ids.push(messageId)
      return ids.toSorted()
    }

    const recordOf = async ({ id }: Sent) => {
      const { status, json } = await network.as('sender').get(`/api/messages/${id}`)
      assert.equal(status, 200)
      return { endToEnd: json.endToEnd, instances: json.instances, status: json.deliveries[0].status }
    }

    test('fsck and the scrub find it whole, and name the one that was changed', async () => {
      kept = await send(1)
      assert.deepEqual(await fsck(), { packages: 1, findings: [] })
      const { centre } = running
      const scrubbed = async () => {
        await centre.db
          .updateTable('package_check')
          .set({ checked_at: daysAgo(365) })
          .execute()
        await scrub(centre, new AbortController().signal)
        return await centre.db.selectFrom('package_check').select(['message_id', 'problem']).execute()
      }
      assert.deepEqual(await scrubbed(), [{ message_id: kept.id, problem: null }])
      const mend = await changeInStore(kept.id)
      assert.deepEqual(await fsck(), { packages: 1, findings: [['package-changed', kept.id]] })
      assert.deepEqual(await scrubbed(), [{ message_id: kept.id, problem: 'package-changed' }])
      await mend()
      assert.deepEqual(await scrubbed(), [{ message_id: kept.id, problem: null }])
      assert.deepEqual(await fsck(), { packages: 1, findings: [] })
    })

    test('a backup holds it as it is, and nothing of the images', async () => {
      assert.deepEqual(await backup(), { packages: 1, copied: 1, removed: 0 })
      await requireNothingOf(kept.needles, backupFolder())
      await requireNothingOf(kept.needles, network.config.dataFolder ?? '')
    })

    test('deleted before its node came for it, it is gone from the store and the next backup, and its record stays', async () => {
      deleted = await send(2)
      assert.deepEqual(await backup(), { packages: 2, copied: 1, removed: 0 })
      const { status } = await network.as('receiver').call('DELETE', `/api/messages/${deleted.id}/data`)
      assert.equal(status, 204)
      await until('its package is gone', async () => !(await storedIds()).includes(deleted.id))
      assert.deepEqual(await recordOf(deleted), { endToEnd: true, instances: IMAGES, status: 'deleted' })
      assert.deepEqual(await storedIds(), [kept.id])
      assert.deepEqual(await fsck(), { packages: 1, findings: [] })
      assert.deepEqual(await backup(), { packages: 1, copied: 0, removed: 1 })
    })

    test('its time in the mailbox ends like that of every other: told of, then deleted', async () => {
      expired = await send(3)
      const { centre } = running
      const { id: person } = PEOPLE.receiver
      await centre.db
        .updateTable('person')
        .set({ email: 'hana@example.cz' })
        .where('id', '=', person)
        .execute()
      const set = async (values: { created_at?: Date; deletion_warned_at?: Date }) =>
        await centre.db.updateTable('delivery').set(values).where('message_id', '=', expired.id).execute()
      await set({ created_at: daysAgo(24) })
      await expireData(centre)
      const mails = await centre.db
        .selectFrom('mail')
        .where('template', '=', 'data-expires')
        .select('recipient')
        .execute()
      assert.deepEqual(mails, [{ recipient: 'hana@example.cz' }])
      assert.equal((await recordOf(expired)).status, 'delivered', 'told of, and there')
      await set({ created_at: daysAgo(31), deletion_warned_at: daysAgo(8) })
      await expireData(centre)
      await until('its package is gone', async () => !(await storedIds()).includes(expired.id))
      const { status, ...record } = await recordOf(expired)
      assert.deepEqual(record, { endToEnd: true, instances: IMAGES })
      assert.ok(['expired', 'deleted'].includes(status), status)
      assert.deepEqual(await fsck(), { packages: 1, findings: [] })
    })

    test('brought back on an empty machine, its recipient’s node opens it, and gets nothing of what was deleted', async () => {
      assert.deepEqual(await backup(), { packages: 1, copied: 0, removed: 0 })
      await network.stopHere()
      const restored: ConfigFile = {
        ...network.config,
        dataFolder: join(network.folder, 'restored'),
        ...('embedded' in network.config.database
          ? { database: { embedded: { port: await freePort() } } }
          : {}),
        ...(await inBucket('after')),
      }
      configPath = join(network.folder, 'restored.json')
      await writeFile(configPath, JSON.stringify(restored))
      const { packages, missing } = await runRestore({ folder: backupFolder(), configPath })
      assert.deepEqual([packages, missing], [1, []])
      running = await startCentre(parseConfig(restored, network.folder), lookedThroughLog())
      assert.deepEqual(await storedIds(), [kept.id])
      await receiving.startAndReach()
      await until('it is stored', async () => (await recordOf(kept)).status === 'stored')
      assert.deepEqual(new Map([...pacs.taken].toSorted()), new Map([...kept.images].toSorted()))
      assert.equal(pacs.changed.size, 0)
      for (const { id } of [deleted, expired])
        assert.equal((await network.as('receiver').get(`/api/messages/${id}`)).json.endToEnd, true)

      const { status } = await network.as('receiver').call('DELETE', `/api/messages/${kept.id}/data`)
      assert.equal(status, 204)
      await until('its package is gone', async () => (await storedIds()).length === 0)
      assert.deepEqual(await fsck(), { packages: 0, findings: [] })
      await requireNothingOf(kept.needles, restored.dataFolder ?? '')
    })
  })
}

type Centre = Awaited<ReturnType<typeof openForMaintenance>>

async function maintained<T>(configPath: string, work: (centre: Centre) => Promise<T>): Promise<T> {
  const centre = await openForMaintenance(configPath)
  try {
    return await work(centre)
  } finally {
    await centre.close()
  }
}

async function requireNothingOf(needles: readonly Buffer[], folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    for (const needle of needles) assert.ok(!bytes.includes(needle), `${path} holds a piece of an image`)
  }
}
