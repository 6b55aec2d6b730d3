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
  const asked = Object.entries(boxSearchOf(url, undefined)).filter(([, value]) => value !== undefined)
  assert.deepEqual(asked, [])
  assert.equal(sortOf(url), 'newest')
  assert.equal(filtersSet(url, undefined), 0)
})

test('the last day is in the list, to its end', () => {
  const { from = '', to = '' } = boxSearchOf(messagesUrl({ from: '2026-11-24', to: '2026-11-24' }), undefined)
  assert.equal(Date.parse(to) - Date.parse(from), 24 * 60 * 60 * 1000)
})

test('an address names no patient, whatever is put into it', () => {
  assert.ok(!('patient' in messagesUrl({ patient: 'Novák' })))
})

test('the column that the list is sorted by is known, and no other', () => {
  assert.equal(sortedBy({}, 'date'), 'descending')
  assert.equal(sortedBy({ sort: 'smallest' }, 'size'), 'ascending')
  assert.equal(sortedBy({ sort: 'smallest' }, 'date'), undefined)
  assert.equal(filtersSet({ sort: 'smallest', urgent: true }, 'Novák'), 2)
})
