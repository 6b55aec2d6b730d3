/** What has to hold of records and packages, beside what clients see: while the centre is dead, and when all is done. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Finding, runFsck } from '../../fsck/index.ts'
import { type Maintenance, openForMaintenance } from '../../maintenance.ts'
import type { TestNetwork } from '../network.ts'
import { until } from '../until.ts'
import type { Ledger } from './client-wave.ts'

/** What a centre that was killed may leave for its next start, and nothing else. */
const LEFT_FOR_THE_START: ReadonlySet<Finding['kind']> = new Set(['orphan-package', 'stuck-message'])

async function maintained<T>(network: TestNetwork, work: (centre: Maintenance) => Promise<T>): Promise<T> {
  const centre = await openForMaintenance(network.configPath)
  try {
    return await work(centre)
  } finally {
    await centre.close()
  }
}

/** As the crash left it, before anything puts it right. */
export async function checkTheDead(network: TestNetwork): Promise<void> {
  const { findings } = await maintained(network, (centre) => runFsck(centre, { repair: false, quick: false }))
  const wrong = findings.filter(({ kind }) => !LEFT_FOR_THE_START.has(kind))
  assert.deepEqual(wrong, [], 'the dead centre keeps its promises')
}

/** Nothing is under way any more. */
export async function checkTheSettled(network: TestNetwork, ledger: Ledger): Promise<void> {
  await maintained(network, async (centre) => {
    const { db, store } = centre
    await until('received files go with their messages', async () => {
      const { rows } = await sqlUploads(centre)
      return rows === 0
    })
    await until('packages that nobody holds go', async () => {
      for await (const { messageId } of store.list()) if (ledger.gone.has(messageId)) return false
      return true
    })
    await until('packages that no message names go', async () => {
      const { findings } = await runFsck(centre, { repair: false, quick: true })
      return !findings.some(({ kind }) => kind === 'orphan-package')
    })
    const { findings } = await runFsck(centre, { repair: false, quick: false })
    assert.deepEqual(findings, [], 'epacs fsck finds nothing')
    const stored = new Set<string>()
    for await (const { messageId } of store.list()) stored.add(messageId)
    for (const [id, holders] of ledger.held) {
      assert.equal(stored.has(id), holders.size > 0, `the package of ${id}, held by ${holders.size}`)
    }
    for (const [id, actions] of ledger.audited) {
      const events = await db
        .selectFrom('audit_event')
        .where('message_id', '=', id)
        .select('action')
        .distinct()
        .execute()
      const known = new Set(events.map(({ action }) => action))
      for (const action of actions)
        assert.ok(known.has(action), `promise 6: ${action} of ${id} is in the trail`)
    }
    assert.deepEqual(await workFolders(centre), [], 'promise 7: nothing half-made stays')
  })
}

/** Uploads of messages that have come to an end. */
async function sqlUploads({ db }: Maintenance): Promise<{ rows: number }> {
  const { rows } = await db
    .selectFrom('upload')
    .innerJoin('message', 'message.id', 'upload.message_id')
    .where('message.status', 'not in', ['uploading', 'checking'])
    .select(({ fn }) => fn.countAll<string>().as('rows'))
    .executeTakeFirstOrThrow()
  return { rows: Number(rows) }
}

async function workFolders({ config }: Maintenance): Promise<string[]> {
  return await readdir(join(config.dataFolder, 'work'))
}
