/** EPACS_MAILBOX=100000 fills the mailbox as the largest are, and prints how long each list takes. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { fillMailbox, type LargeMailbox } from '../testing/large-mailbox.ts'
import type { BoxFilter } from './box-query.ts'
import { listBox } from './boxes.ts'

const MESSAGES = Number(process.env.EPACS_MAILBOX ?? 2000)
const isMeasured = process.env.EPACS_MAILBOX !== undefined

let database: TestDatabase
let mailbox: LargeMailbox

before(async () => {
  database = await openTestDatabase()
  mailbox = await fillMailbox(database.db, MESSAGES)
})
after(() => database.remove())

async function list(
  name: string,
  filter: BoxFilter & { readonly sort?: 'size' | 'institution' },
  page = 1,
  isCounted = false,
) {
  const query = {
    box: 'inbox',
    sort: 'date',
    order: 'descending',
    page,
    pageSize: 20,
    facets: isCounted,
    ...filter,
  } as const
  const rounds = isMeasured ? 5 : 1
  const took: number[] = []
  let found = await listBox(database.db, mailbox.institution, query)
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now()
    found = await listBox(database.db, mailbox.institution, query)
    took.push(performance.now() - from)
  }
  if (isMeasured) process.stdout.write(`${name}: ${Math.round(took.toSorted((a, b) => a - b)[2] ?? 0)} ms\n`)
  return found
}

test('of many messages every list tells how many there are, and shows the newest of them', async () => {
  const [sender = ''] = mailbox.senders
  const all = await list('inbox', {})
  assert.equal(all.facets, undefined)
  assert.deepEqual([all.total, all.unread, all.items.length], [MESSAGES, MESSAGES / 10, 20])
  assert.equal(all.items[0]?.subject, 'CT 1')
  const counted = await list('inbox, with what its filters offer', {}, 1, true)
  assert.equal(counted.facets?.institutions.length, mailbox.senders.length)
  assert.equal((await list('last page', {}, MESSAGES / 20)).items.at(-1)?.subject, `CT ${MESSAGES}`)

  const unopened = await list('by status', { status: 'delivered' })
  assert.deepEqual([unopened.total, unopened.items[0]?.subject], [MESSAGES / 10, 'CT 10'])
  const ofSender = await list('by institution', { institution: sender })
  assert.deepEqual([ofSender.total, ofSender.items[0]?.subject], [MESSAGES / 40, 'CT 40'])
  const both = await list('by both', { institution: sender, status: 'delivered' })
  assert.deepEqual([both.total, both.items[0]?.subject], [MESSAGES / 40, 'CT 40'])
  assert.equal((await list('by both, none', { institution: sender, status: 'downloaded' })).total, 0)
  assert.equal((await list('by date', { from: '2025-12-31T00:00:00Z' })).total, 288)
  const urgent = await list('urgent', { urgent: true })
  assert.deepEqual([urgent.total, urgent.items[0]?.subject], [MESSAGES / 20, 'CT 20'])
  assert.equal((await list('not urgent', { urgent: false })).total, (MESSAGES / 20) * 19)
  assert.equal((await list('by words', { q: 'hrudníku 1999' })).items[0]?.subject, 'CT 1999')
  assert.equal((await list('by patient', { patient: 'Šťastná' })).total, MESSAGES / 100)
  assert.equal((await list('by size', { sort: 'size' })).items[0]?.subject, `CT ${MESSAGES}`)
  await list('by the name of the institution', { sort: 'institution' })
})

test('a list is two statements, however many messages and filters', async () => {
  const query = {
    box: 'inbox',
    sort: 'date',
    order: 'descending',
    page: 1,
    pageSize: 20,
    facets: true,
  } as const
  const statements: string[] = []
  const db = database.db.withPlugin({
    transformQuery({ node }) {
      statements.push(node.kind)
      return node
    },
    transformResult: async ({ result }) => result,
  })
  for (const filter of [{}, { q: 'hrudníku' }, { status: 'delivered' }]) {
    const { items } = await listBox(db, mailbox.institution, { ...query, ...filter })
    assert.equal(items.length, 20)
    assert.equal(statements.splice(0).length, 2)
  }
})
