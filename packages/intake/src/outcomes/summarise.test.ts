import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FileOutcome } from '../intake-result.ts'
import { Pace } from '../pace.ts'
import { runsOf, summarise } from './summarise.ts'

const row = (path: string, code: FileOutcome['code'] = 'companion-file'): FileOutcome => ({
  path,
  outcome: code === null ? 'accepted' : 'left-out',
  code,
  detail: null,
})

test('five thousand companions of one folder are one row that names them all', async () => {
  const junk = Array.from({ length: 5000 }, (_, index) =>
    row(`cd.zip/junk/${String(index).padStart(5, '0')}.txt`),
  )
  const rows = await summarise([row('cd.zip/a.dcm', null), ...junk, row('cd.zip/b.dcm', null)], new Pace())
  assert.deepEqual(rows, [
    row('cd.zip/a.dcm', null),
    {
      path: 'cd.zip/junk/',
      outcome: 'left-out',
      code: 'companion-file',
      detail: '5000 files: 00000.txt to 04999.txt.',
    },
    row('cd.zip/b.dcm', null),
  ])
})

test('names without numbers are all told, in rows of a readable length', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `library-${(index * 7919).toString(36)}-x.dll`)
  const rows = await summarise(
    names.map((name) => row(`cd/viewer/${name}`)),
    new Pace(),
  )
  const told = rows.map(({ detail }) => detail ?? '').join(' ')
  assert.ok(rows.length > 1 && rows.length < 20)
  for (const name of names) assert.ok(told.includes(name), name)
  for (const { detail } of rows) assert.ok((detail ?? '').length < 4200)
})

test('a few companions, refused files and those in the package keep a row of their own', async () => {
  const rows = [
    ...Array.from({ length: 30 }, (_, index) => row(`a/${index}.txt`)),
    ...Array.from({ length: 100 }, (_, index) => row(`a/${index}.dcm`, 'truncated')),
    ...Array.from({ length: 100 }, (_, index) => row(`a/${index}`, null)),
  ]
  assert.deepEqual(await summarise(rows, new Pace()), rows)
})

test('a run of names tells of each name whether it is in it', () => {
  const name = fc.tuple(fc.constantFrom('IM', 'a', ''), fc.nat(120), fc.constantFrom('.txt', '', '.1'))
  const names = fc.array(
    name.map(([before, number, after]) => `${before}${String(number).padStart(2, '0')}${after}`),
  )
  fc.assert(
    fc.property(names, (given) => {
      const counted = runsOf(given).flatMap(({ first, files }) => {
        const [, before = '', digits = '', after = ''] = /^(.*?)(\d+)(\D*)$/u.exec(first) ?? []
        return Array.from({ length: files }, (_, step) =>
          step === 0
            ? first
            : `${before}${String(Number(digits) + step).padStart(digits.length, '0')}${after}`,
        )
      })
      assert.deepEqual(counted, given)
    }),
  )
})
