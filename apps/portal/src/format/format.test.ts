import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDicomDate, formatMoment } from './dates.ts'
import { formatPersonName } from './person-name.ts'
import { quoted } from './quoted.ts'
import { formatBytes, timeLeft } from './sizes.ts'

test('sizes use decimal units and the language’s decimal mark', () => {
  assert.equal(formatBytes(0, 'cs'), '0\u00a0B')
  assert.equal(formatBytes(999, 'cs'), '999\u00a0B')
  assert.equal(formatBytes(1_234_000, 'cs'), '1,23\u00a0MB')
  assert.equal(formatBytes(1_234_000, 'en'), '1.23\u00a0MB')
  assert.equal(formatBytes(52_400_000_000, 'cs'), '52,4\u00a0GB')
  assert.equal(formatBytes(999_600, 'en'), '1\u00a0MB')
})

test('the time left is rounded to what a person can use', () => {
  assert.deepEqual(timeLeft(1000, 1000), { unit: 'seconds', count: 5 })
  assert.deepEqual(timeLeft(600_000, 1000), { unit: 'minutes', count: 10 })
  assert.deepEqual(timeLeft(7_200_000, 1000), { unit: 'hours', count: 2 })
  assert.equal(timeLeft(10, 0), undefined)
})

test('person names put the family name first and keep degrees', () => {
  assert.equal(formatPersonName('NOVÁK^JAN'), 'NOVÁK JAN')
  assert.equal(formatPersonName('Dvořáková^Eva^^MUDr.^Ph.D.'), 'MUDr. Dvořáková Eva, Ph.D.')
  assert.equal(formatPersonName('Yamada^Tarou=山田^太郎=やまだ^たろう'), 'Yamada Tarou')
  assert.equal(formatPersonName('=山田^太郎'), '山田 太郎')
  assert.equal(formatPersonName(''), '')
})

test('DICOM dates are shown in the language, odd ones as they stand', () => {
  assert.equal(formatDicomDate('20260314', 'cs'), '14. 3. 2026')
  assert.equal(formatDicomDate('2026-03-14', 'en'), '14 Mar 2026')
  assert.equal(formatDicomDate('2026', 'cs'), '2026')
  assert.equal(formatDicomDate(null, 'cs'), '')
})

test('a list shows the time today and the date before', () => {
  const now = new Date(2026, 10, 24, 15, 0)
  assert.equal(formatMoment(new Date(2026, 10, 24, 9, 5).toISOString(), 'cs', now), '09:05')
  assert.equal(formatMoment(new Date(2026, 10, 23, 9, 5).toISOString(), 'cs', now), '23. 11. 2026')
})

test('what is quoted stands in the quotation marks of the language', () => {
  assert.equal(quoted('Køížek', 'en'), '“Køížek”')
  assert.equal(quoted('Køížek', 'cs'), '„Køížek“')
  assert.equal(quoted('Køížek', 'sk'), '„Køížek“')
})
