import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { parseConfig } from './config/index.ts'
import { startCentre } from './running-centre.ts'
import { INSTITUTIONS, TestNetwork } from './testing/network.ts'

const log = pino({ level: 'silent' })

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

test('a second centre on the same data folder is refused, on whichever database, and the first goes on', async () => {
  const { dataFolder, database } = network.config
  const again = parseConfig(network.config, network.folder)
  await assert.rejects(startCentre(again, log), /Another centre is running with this data folder/)
  const url =
    'url' in database
      ? database.url
      : `postgres://epacs:${await readPassword(dataFolder)}@127.0.0.1:${database.embedded.port}/epacs`
  await assert.rejects(
    startCentre({ ...again, database: { url } }, log),
    /Another centre is running with this data folder/,
  )
  // A machine that was copied with its data folder.
  const copied = join(network.folder, 'copied')
  await mkdir(copied)
  await copyFile(join(dataFolder, 'process-id'), join(copied, 'process-id'))
  await assert.rejects(
    startCentre({ ...again, dataFolder: copied, database: { url } }, log),
    /Another process of this centre runs with the same id/,
  )
  assert.equal((await network.visitor().get('/readyz')).status, 200)
})

test('what the bootstrap file says is brought in at each start, and what others have set since stays', async () => {
  const { caslav } = INSTITUTIONS
  const { db } = network.centre
  await db
    .updateTable('mailbox')
    .set({ quota_bytes: 12345 })
    .where('institution_id', '=', caslav.id)
    .execute()
  await db.updateTable('institution').set({ city: 'Jinde' }).where('id', '=', caslav.id).execute()
  await network.stopHere()
  await network.startHere()
  const row = await network.centre.db
    .selectFrom('institution')
    .innerJoin('mailbox', 'mailbox.institution_id', 'institution.id')
    .where('institution.id', '=', caslav.id)
    .select(['city', 'quota_bytes'])
    .executeTakeFirstOrThrow()
  assert.deepEqual(row, { city: caslav.city, quota_bytes: 12345 })
})

async function readPassword(dataFolder: string): Promise<string> {
  return (await readFile(join(dataFolder, 'postgresql.password'), 'utf8')).trim()
}
