import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChosenFile } from '../sending/chosen-item.ts'
import { isToForget } from './forgetting.ts'
import {
  alikeFiles,
  areSameFiles,
  isAlikeReport,
  marksOf,
  namesOf,
  reportChosen,
} from './unfinished-transfer.ts'

const chosen = (path: string, sizeBytes = 3, lastModified = 5): ChosenFile => ({
  path,
  file: new File(['abc'], path, { lastModified }),
  sizeBytes,
  lastModified,
})
const first = ['CD/IM2', 'CD/IM1', 'IM3'].map((path) => chosen(path))
const marks = await marksOf(first)

test('the same files chosen in another order come in the order of the first time', () => {
  const again = first.toReversed()
  assert.deepEqual(
    alikeFiles(marks, again)?.map(({ path }) => path),
    ['CD/IM2', 'CD/IM1', 'IM3'],
  )
  assert.equal(
    alikeFiles(marks, again)?.[0],
    again[2],
    'the files of now: those of before are gone with their tab',
  )
})

test('one more, one fewer, another name, size or time: those are other files', () => {
  const [one, two, three] = first as [ChosenFile, ChosenFile, ChosenFile]
  for (const other of [
    [one, two],
    [one, two, three, chosen('IM4')],
    [one, two, chosen('IM4')],
    [one, two, chosen('IM3', 4)],
    [one, two, chosen('IM3', 3, 6)],
    [one, two, two],
  ])
    assert.equal(alikeFiles(marks, other), undefined)
})

test('files of the same names, sizes and times that say something else are other files', async () => {
  assert.ok(await areSameFiles(marks, first))
  const file = new File(['abd'], 'IM3', { lastModified: 5 })
  const others = first.map((each) => (each.path === 'IM3' ? { ...each, file } : each))
  assert.ok(alikeFiles(marks, others))
  assert.ok(!(await areSameFiles(marks, others)))
  const ofBefore = marks.map(({ digest: _, ...mark }) => ({ ...mark, digest: '' }))
  assert.ok(!(await areSameFiles(ofBefore, first)))
})

test('a record is for its own person, and for three days', () => {
  const record = { personId: 'horak', begunAt: '2026-05-01T10:00:00Z' }
  const after = (time: string) => [
    isToForget(record, 'horak', new Date(time)),
    isToForget(record, 'cerna', new Date(time)),
  ]
  assert.deepEqual(after('2026-05-01T10:00:01Z'), [false, true])
  assert.deepEqual(after('2026-05-04T09:59:59Z'), [false, true])
  assert.deepEqual(after('2026-05-04T10:00:00Z'), [true, true])
  assert.ok(isToForget({ ...record, begunAt: '' }, 'horak', new Date()))
})

test('a report that went along has to be there again, and none that did not', async () => {
  const report = new File(['%PDF'], 'nalez.pdf', { lastModified: 7 })
  const [mark = assert.fail()] = await marksOf([reportChosen(report)])
  assert.ok(isAlikeReport(null, undefined))
  assert.ok(isAlikeReport(mark, report))
  assert.ok(!isAlikeReport(null, report))
  assert.ok(!isAlikeReport(mark, undefined))
  assert.ok(!isAlikeReport(mark, new File(['%PDF!'], 'nalez.pdf', { lastModified: 7 })))
})

test('a choice is recognised by its folders and loose files', () => {
  assert.deepEqual(namesOf(marks), { names: ['CD', 'IM3'], more: 0 })
  const many = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ ...chosen(path), digest: '' }))
  assert.deepEqual(namesOf(many), { names: ['a', 'b', 'c'], more: 2 })
})
