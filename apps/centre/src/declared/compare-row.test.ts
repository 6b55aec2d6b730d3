/** What is remembered of a declared study stays within what was declared. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compared, type DeclaredRow, recounted, supplementedBy } from './compare-row.ts'

const uids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `1.2.${from + index}`)
const row = (more: Partial<DeclaredRow>): DeclaredRow => ({
  position: 0,
  instances: 3,
  sop_instance_uids: null,
  arrived: null,
  missing: null,
  arrived_uids: null,
  ...more,
})

test('supplements that come before the declaring message leave no more behind than can count', () => {
  const named = row({ sop_instance_uids: uids(1, 3) })
  const early = supplementedBy(named, new Set(uids(3, 5000)))
  assert.deepEqual([early.arrived, early.arrived_uids], [null, ['1.2.3']])
  assert.deepEqual(compared({ ...named, ...early }, new Set(['1.2.1'])).missing, ['1.2.2'])
  let counted = row({})
  for (let first = 1; first < 5000; first += 1000) {
    counted = { ...counted, ...supplementedBy(counted, new Set(uids(first, first + 999))) }
    assert.equal(counted.arrived_uids?.length, 3)
  }
  const whole = compared(counted, new Set())
  assert.deepEqual([whole.arrived, whole.arrived_uids], [3, null])
})

test('instances whose names were not kept are counted when they come, up to what is missing', () => {
  // Of 1500 missing ones an earlier version kept 1000 names.
  const short = row({ instances: 2000, arrived: 500, missing: uids(1, 1000) })
  const more = supplementedBy(short, new Set(uids(991, 1100)))
  assert.deepEqual([more.arrived, more.missing?.length], [500 + 110, 990])
  assert.equal(more.arrived_uids?.includes('1.2.1001'), true, 'one sent twice counts once')
  const again = supplementedBy({ ...short, ...more }, new Set(uids(991, 1100)))
  assert.equal(again.arrived, 610)
  const all = supplementedBy({ ...short, ...more }, new Set(uids(1, 1500)))
  assert.deepEqual([all.arrived, all.missing, all.arrived_uids], [2000, [], null])
  const others = supplementedBy(short, new Set(uids(1001, 5000)))
  assert.deepEqual([others.arrived, others.missing?.length, others.arrived_uids], [1000, 1000, null])
})

test('counted anew it says what packages hold; with a package gone nothing is taken back', () => {
  const counted = { ...row({ instances: 5 }), arrived: 4 }
  const held = new Set(uids(1, 2))
  assert.deepEqual(recounted(counted, held, 'all').arrived, 2)
  assert.deepEqual(recounted(counted, held, 'all').arrived_uids, uids(1, 2))
  assert.equal(recounted(counted, held, 'partly').arrived, 4)
  const known = { ...counted, arrived: 2, arrived_uids: uids(4, 5) }
  assert.equal(recounted(known, held, 'partly').arrived, 4)
  const named = { ...row({ instances: 5, missing: uids(4, 5) }), arrived: 3 }
  const filled = recounted(named, new Set(uids(3, 4)), 'partly')
  assert.deepEqual([filled.arrived, filled.missing, filled.arrived_uids], [4, ['1.2.5'], null])
})
