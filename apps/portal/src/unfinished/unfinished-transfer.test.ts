import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChosenFile } from '../sending/chosen-item.ts'
import { isSameReport, markOf, markOfReport, namesOf, sameFiles } from './unfinished-transfer.ts'

const chosen = (path: string, sizeBytes = 3, lastModified = 5): ChosenFile => ({
  path,
  file: new File(['abc'], path, { lastModified }),
  sizeBytes,
  lastModified,
})
const first = ['CD/IM2', 'CD/IM1', 'IM3'].map((path) => chosen(path))
const marks = first.map(markOf)

test('the same files chosen in another order come in the order of the first time', () => {
  const again = first.toReversed()
  assert.deepEqual(
    sameFiles(marks, again)?.map(({ path }) => path),
    ['CD/IM2', 'CD/IM1', 'IM3'],
  )
  assert.equal(
    sameFiles(marks, again)?.[0],
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
    assert.equal(sameFiles(marks, other), undefined)
})

test('a report that went along has to be there again, and none that did not', () => {
  const report = new File(['%PDF'], 'nalez.pdf', { lastModified: 7 })
  assert.ok(isSameReport(null, undefined))
  assert.ok(isSameReport(markOfReport(report), report))
  assert.ok(!isSameReport(null, report))
  assert.ok(!isSameReport(markOfReport(report), undefined))
  assert.ok(!isSameReport(markOfReport(report), new File(['%PDF!'], 'nalez.pdf', { lastModified: 7 })))
})

test('a choice is recognised by its folders and loose files', () => {
  assert.deepEqual(namesOf(marks), { names: ['CD', 'IM3'], more: 0 })
  const many = ['a', 'b', 'c', 'd', 'e'].map((path) => markOf(chosen(path)))
  assert.deepEqual(namesOf(many), { names: ['a', 'b', 'c'], more: 2 })
})
