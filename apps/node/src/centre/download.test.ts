/** Packages that are gone on with, of a node that encrypts what it keeps: what the process left of its end is no part of it. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, test } from 'node:test'
import { CHUNK_BYTES, readKeyring, SealedFiles } from '@epacs/sealed-files'
import { wholeBytes } from '../encryption/stored-file.ts'
import { GrowingFile } from '../growing-file.ts'
import type { CentreRequest } from './connection.ts'
import { downloadPackage } from './download.ts'

const files = new SealedFiles(readKeyring(randomBytes(32).toString('base64'), 'the test'))
const content = randomBytes(3 * CHUNK_BYTES + 1000)
const sha256 = createHash('sha256').update(content).digest('hex')

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-download-'))
})
after(() => rm(folder, { recursive: true }))

/** A package at the centre, whose ranges come in parts of a kilobyte. */
function playedCentre() {
  const ranges: (string | undefined)[] = []
  const told = { etag: `"${sha256}"` }
  return {
    ranges,
    connection: {
      headers: async () => ({ ...told, 'content-length': String(content.length) }),
      async open({ headers = {} }: CentreRequest): Promise<IncomingMessage> {
        const range = headers.range?.toString()
        ranges.push(range)
        const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
        const response = new IncomingMessage(new Socket())
        response.statusCode = range === undefined ? 200 : 206
        response.headers = { ...told, 'content-length': String(content.length - start) }
        for (let at = start; at < content.length; at += 1000) {
          response.push(Buffer.from(content.subarray(at, at + 1000)))
        }
        response.push(null)
        return response
      },
      downloading: () => new PassThrough(),
    },
  }
}

/** So much of the package lies there, and nobody has said that it is complete. */
async function begun(name: string, bytes: number): Promise<GrowingFile> {
  const path = join(folder, name)
  const file = await files.open(path, 'w+', 0o600)
  await file.writev([content.subarray(0, bytes)], 0)
  await file.close()
  return new GrowingFile(path, files)
}

async function fetched(file: GrowingFile) {
  const { connection, ranges } = playedCentre()
  const told: number[] = []
  const tell = file.tell.bind(file)
  file.tell = (bytes, isWhole) => {
    told.push(bytes)
    tell(bytes, isWhole)
  }
  const { signal } = new AbortController()
  assert.equal(await downloadPackage(connection, 'a message', file, signal), sha256)
  assert.equal(await wholeBytes(files, file.path), content.length)
  assert.equal(file.isSpoilt, false, 'who reads what comes goes on reading')
  return { told, ranges }
}

test('one that was cut within a unit goes on there, and whoever reads it meanwhile is told of whole units alone', async () => {
  const haveBytes = CHUNK_BYTES + 40_000
  const { told, ranges } = await fetched(await begun('cut', haveBytes))
  assert.deepEqual(ranges, [`bytes=${haveBytes}-`])
  assert.equal(told.pop(), content.length)
  assert.equal(told[0], CHUNK_BYTES)
  assert.deepEqual(
    [...told].sort((a, b) => a - b),
    told,
  )
  assert.deepEqual(
    told.filter((bytes) => bytes % CHUNK_BYTES > 0),
    [],
  )
})

test('one that was broken off behind its last byte is complete without another one', async () => {
  const { ranges } = await fetched(await begun('all', content.length))
  assert.deepEqual(ranges, [])
})

test('one whose beginning the disk has changed is fetched anew', async () => {
  const file = await begun('changed', 2 * CHUNK_BYTES)
  const disk = await open(file.path, 'r+')
  await disk.write(Buffer.alloc(8, 0xff), 0, 8, 64)
  await disk.close()
  const { ranges } = await fetched(file)
  assert.deepEqual(ranges, [undefined])
})
