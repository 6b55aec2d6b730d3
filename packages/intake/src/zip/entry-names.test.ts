import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { type CentralEntry, unicodeName } from './central-entry.ts'
import { displayName, entryName } from './entry-names.ts'

const entry = (rawName: Buffer, changed: Partial<CentralEntry> = {}): CentralEntry => ({
  rawName,
  unicodeName: undefined,
  madeByHost: 0,
  flags: 0,
  method: 0,
  crc32: 0,
  compressedBytes: 0,
  sizeBytes: 0,
  externalAttributes: 0,
  headerOffset: 0,
  ...changed,
})

test('Czech names are read in whichever code page they were written', () => {
  const name = 'Příliš žluťoučký kůň/snímek č. 1'
  assert.equal(entryName(entry(Buffer.from(name), { flags: 0x0800 })), name)
  assert.equal(entryName(entry(Buffer.from(name))), name)
  const cp852 = Buffer.from('50fda16c69e720a76c759c6f75', 'hex')
  assert.equal(entryName(entry(cp852)), 'Příliš žluťou')
  const cp1250 = Buffer.from('50f8ed6c699a209e6c759d6f75', 'hex')
  assert.equal(entryName(entry(cp1250, { madeByHost: 3 })), 'Příliš žluťou')
})

test('a Unicode path counts as long as it belongs to the name that is there', () => {
  const rawName = Buffer.from('kun')
  const field = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from('kůň')])
  field.writeUInt32LE(crc32(rawName), 1)
  assert.equal(entryName(entry(rawName, { unicodeName: unicodeName(field, rawName, crc32) })), 'kůň')
  field.writeUInt32LE(1, 1)
  assert.equal(entryName(entry(rawName, { unicodeName: unicodeName(field, rawName, crc32) })), 'kun')
})

test('a name cannot disturb whoever reads it', () => {
  assert.equal(displayName('a\u0000b\nc\u202egpj.exe'), 'a\ufffdb\ufffdc\ufffdgpj.exe')
  assert.equal(displayName('x'.repeat(5000)).length, 1000)
})
