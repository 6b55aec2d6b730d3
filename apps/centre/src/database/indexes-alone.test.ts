/** Indexes that are built while others write. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { until } from '../testing/until.ts'
import { indexesAlone } from './indexes-alone.ts'
import { migrate } from './migrate.ts'

const NAME = '0163-sent-by-delivery.sql'
const INDEX = 'delivery_sent_status'

let database: TestDatabase
before(async () => {
  database = await openTestDatabase(true)
})
after(() => database.remove())

const isWhole = async () => {
  const found = await database.pool.query<{ is_whole: boolean }>(
    'select indisvalid as is_whole from pg_index where indexrelid = to_regclass($1)',
    [INDEX],
  )
  return found.rows[0]?.is_whole
}
const undo = async () => await database.pool.query('delete from migration where name = $1', [NAME])

test('a migration of indexes alone is known as one, and none else', () => {
  const two = '-- Why; and how.\ncreate index a on b (c);\ncreate unique index d\n  on e (f) where g;\n'
  assert.deepEqual(indexesAlone(two), [
    { name: 'a', unique: '', rest: 'on b (c)' },
    { name: 'd', unique: 'unique ', rest: 'on e (f) where g' },
  ])
  for (const other of ['', 'create index a on b (c); drop index d;', 'create table a ()']) {
    assert.equal(indexesAlone(other), undefined, other)
  }
})

test('while the index is built others write, and several processes start', async () => {
  await undo()
  await database.pool.query(`drop index ${INDEX}`)
  const writer = await database.pool.connect()
  await writer.query('begin')
  await writer.query(`update delivery set status = status`)
  const started = Promise.all([migrate(database.pool), migrate(database.pool)])
  try {
    await until('the index is begun', async () => (await isWhole()) !== undefined)
    assert.equal(await isWhole(), false, 'it waits for the writer')
    const other = await database.pool.connect()
    try {
      await other.query(`set lock_timeout = '5s'`)
      await other.query(`update delivery set status = status`)
    } finally {
      await other.query('reset lock_timeout')
      other.release()
    }
  } finally {
    await writer.query('commit')
    writer.release()
  }
  assert.deepEqual((await started).flat(), [NAME])
  assert.equal(await isWhole(), true)
})

test('an index that was broken off is built anew, one that stands is left', async () => {
  await undo()
  await database.pool.query(`update pg_index set indisvalid = false where indexrelid = to_regclass($1)`, [
    INDEX,
  ])
  assert.deepEqual(await migrate(database.pool), [NAME])
  assert.equal(await isWhole(), true)
  await undo()
  assert.deepEqual(await migrate(database.pool), [NAME])
})
