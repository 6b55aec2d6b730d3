/**
 * Our sender, a process of its own: `node sender-main.ts PORT FOLDER [KEY CERT CA]`. Sends every file of a folder on one
 * association, the next one read while the one before is under way, and prints the seconds from asking for the
 * association to its release.
 */
import { createReadStream, readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InstanceReader } from '@epacs/dicom'
import { isDone, requestAssociation, type StoredObject, store } from '@epacs/dicom/network'

/** Smaller files are read whole, on this thread, as storescu does: the file before is on its way meanwhile. */
const LARGE_BYTES = 8 * 1024 * 1024
const READ_BYTES = 512 * 1024

async function beginning(path: string, sizeBytes: number): Promise<StoredObject> {
  const reader = new InstanceReader()
  const of = (start: Uint8Array, dataSet: (offset: number) => StoredObject['dataSet']): StoredObject => {
    reader.push(start)
    if (reader.beginning === undefined) throw new Error(`${path} does not tell what it is`)
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSetOffset } = reader.beginning
    return { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet: dataSet(dataSetOffset) }
  }
  if (sizeBytes <= LARGE_BYTES) {
    const file = readFileSync(path)
    return of(file.subarray(0, READ_BYTES), (offset) => file.subarray(offset))
  }
  for await (const start of createReadStream(path, { end: READ_BYTES - 1, highWaterMark: READ_BYTES })) {
    return of(start, (offset) => createReadStream(path, { start: offset, highWaterMark: READ_BYTES }))
  }
  throw new Error(`${path} is empty`)
}

const [port, folder = '', ...identity] = process.argv.slice(2)
const pem = await Promise.all(identity.map((path) => readFile(path, 'utf8')))
const tls = identity.length === 0 ? undefined : { key: pem[0] ?? '', cert: pem[1] ?? '', ca: pem[2] ?? '' }
const names = await readdir(folder, { recursive: true, withFileTypes: true })
const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
const read = async (path: string | undefined) =>
  path === undefined ? undefined : await beginning(path, (await stat(path)).size)

const began = performance.now()
let next = await read(paths[0])
if (next === undefined) throw new Error(`${folder} is empty`)
const association = await requestAssociation({
  host: 'localhost',
  port: Number(port),
  callingAeTitle: 'BENCH',
  calledAeTitle: 'PEER',
  contexts: [{ abstractSyntax: next.sopClassUid, transferSyntaxes: [next.transferSyntaxUid] }],
  tls,
})
for (let index = 1; next !== undefined; index++) {
  const stored = store(association, next)
  next = await read(paths[index])
  const { status } = await stored
  if (!isDone(status)) throw new Error(`status ${status.toString(16)} for ${paths[index - 1]}`)
}
await association.release()
process.stdout.write(`${(performance.now() - began) / 1000}\n`)
