import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMatch } from './matching.ts'

test('single values: case counts everywhere but in names', () => {
  assert.ok(isMatch('PN', ['NOVÁK^Jan'], 'novák^jan'))
  assert.ok(!isMatch('PN', ['Novák^Jan'], 'Novak^Jan'))
  assert.ok(isMatch('SH', ['A1'], 'A1'))
  assert.ok(!isMatch('SH', ['A1'], 'a1'))
  assert.ok(isMatch('IS', ['3'], '03'))
  assert.ok(!isMatch('SH', [], 'A1'))
})

test('universal: an empty key, and asterisks, also where there is no value', () => {
  for (const key of ['', '*', '**']) assert.ok(isMatch('LO', [], key))
})

test('lists of UIDs; no wildcards in UIDs and dates', () => {
  assert.ok(isMatch('UI', ['1.2'], '1.1\\1.2'))
  assert.ok(!isMatch('UI', ['1.2'], '1.*'))
  assert.ok(!isMatch('DA', ['20240101'], '2024*'))
  assert.ok(isMatch('CS', ['CT', 'SR'], 'MR\\SR'))
})

test('ranges of dates and times, both ends within', () => {
  const isFound = (key: string) => isMatch('DA', ['20240315'], key)
  for (const key of ['20240315-', '-20240315', '20240301-20240331', '20240315-20240315'])
    assert.ok(isFound(key))
  for (const key of ['20240316-', '-20240314', '20230301-20230331']) assert.ok(!isFound(key))
  assert.ok(isMatch('TM', ['101530.5'], '1015-1016'))
  assert.ok(!isMatch('TM', ['101730'], '1015-1016'))
})

test('wildcards count characters, and the two ways to write an accent are one', () => {
  assert.ok(isMatch('PN', ['Dvořák'], 'Dvo??k'))
  assert.ok(isMatch('PN', ['Dvořák'], 'Dvor\u030ca\u0301k'))
  assert.ok(isMatch('LO', ['CT hrudníku'], '*hrud*'))
})
