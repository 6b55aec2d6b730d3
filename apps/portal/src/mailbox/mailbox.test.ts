import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messagesUrl } from '../routes/search.ts'
import { boxSearchOf, filtersSet, sortedBy, sortOf } from './box-search.ts'

test('a damaged address shows the whole box, the newest first', () => {
  const url = messagesUrl({
    status: 'lost',
    institution: 'x',
    from: '2026-02-31x',
    to: 'tomorrow',
    urgent: 'maybe',
    sort: 'colour',
    page: '0',
  })
  const asked = Object.entries(boxSearchOf('inbox', url, undefined)).filter(
    ([, value]) => value !== undefined,
  )
  assert.deepEqual(asked, [])
  assert.equal(sortOf(url), 'newest')
  assert.equal(filtersSet('inbox', url, undefined), 0)
})

test('the last day is in the list, to its end', () => {
  const url = messagesUrl({ from: '2026-11-24', to: '2026-11-24' })
  const { from = '', to = '' } = boxSearchOf('inbox', url, undefined)
  assert.equal(Date.parse(to) - Date.parse(from), 24 * 60 * 60 * 1000)
})

test('the status is that of the own delivery in the inbox, that of any delivery among the sent', () => {
  const url = messagesUrl({ status: 'downloaded' })
  assert.equal(boxSearchOf('inbox', url, undefined).status, 'downloaded')
  const sent = boxSearchOf('sent', url, undefined)
  assert.deepEqual([sent.status, sent.delivery], [undefined, 'downloaded'])
  assert.equal(filtersSet('sent', url, undefined), 1)
})

test('an address names no patient, whatever is put into it', () => {
  assert.ok(!('patient' in messagesUrl({ patient: 'Novák' })))
})

test('the column that the list is sorted by is known, and no other', () => {
  assert.equal(sortedBy({}, 'date'), 'descending')
  assert.equal(sortedBy({ sort: 'smallest' }, 'size'), 'ascending')
  assert.equal(sortedBy({ sort: 'smallest' }, 'date'), undefined)
  assert.equal(filtersSet('inbox', { sort: 'smallest', urgent: true }, 'Novák'), 2)
})
