import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likelyText } from './likely-text.ts'

/** Made by writing these bytes and reading them as ISO 8859-1. */
const read = (bytes: readonly number[]) => String.fromCharCode(...bytes)
const LATIN_1 = 'ISO 8859-1'

test('windows-1250 and ISO 8859-2 that were read as ISO 8859-1 are had back', () => {
  // Dvořák: ř and á are the same in both.
  assert.deepEqual(likelyText(read([0x44, 0x76, 0x6f, 0xf8, 0xe1, 0x6b])), {
    likely: 'Dvořák',
    likelySet: 'windows-1250',
  })
  // Šťastný Ž.: Š, ť and Ž differ.
  assert.deepEqual(likelyText(read([0x8a, 0x9d, 0x61, 0x73, 0x74, 0x6e, 0xfd, 0x20, 0x8e, 0x2e])), {
    likely: 'Šťastný Ž.',
    likelySet: 'windows-1250',
  })
  assert.deepEqual(likelyText(read([0xa9, 0xbb, 0x61, 0x73, 0x74, 0x6e, 0xfd])), {
    likely: 'Šťastný',
    likelySet: 'ISO 8859-2',
  })
})

test('what reads well, or was no single bytes, is left alone', () => {
  for (const right of [
    '',
    'Novak^Jan',
    'Dvořák',
    'Müller^Jörg',
    'Nováková^Eva',
    'Gauß',
    'Иванов',
    '山田',
    LATIN_1,
  ])
    assert.equal(likelyText(right), undefined, right)
})
