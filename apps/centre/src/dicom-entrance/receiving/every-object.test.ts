/** Every real object through C-STORE into the centre, and out of the message's package again. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { STATUS, type StoredObject, store } from '@epacs/dicom/network'
import { openPackage, readIndex } from '@epacs/package'
import { storedObject } from '../../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import { manifestOfFiles, sharedFile } from '../../../../../packages/dicom/src/testing/shared-data.ts'
import { INSTITUTIONS } from '../../testing/network.ts'
import { until } from '../../testing/until.ts'
import { associate, calls, type DicomTestNetwork, prepareDicomNetwork } from '../testing/dicom-network.ts'

interface RealObject extends StoredObject {
  readonly dataSet: Uint8Array
  readonly path: string
}

/** One for each SOP Instance UID: several files of the list hold the same instance. */
const OBJECTS = new Map<string, RealObject>()
for (const { path, expected } of manifestOfFiles()) {
  if (expected === 'reject') continue
  const object = storedObject(sharedFile(path))
  if (object === undefined) continue
  if (!OBJECTS.has(object.sopInstanceUid)) OBJECTS.set(object.sopInstanceUid, { ...object, path })
}

let here: DicomTestNetwork
before(async () => {
  here = await prepareDicomNetwork({ maxOpenMessages: 1000 })
  await here.network.startHere()
})
after(() => here.network.remove())

/** Data sets by SOP Instance UID, from the packages of all messages in the mailbox. */
async function delivered(institutionId: string): Promise<ReadonlyMap<string, Buffer>> {
  const { db, store: packages } = here.network.centre
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('message', 'message.id', 'delivery.message_id')
    .where('delivery.institution_id', '=', institutionId)
    .where('message.status', '=', 'delivered')
    .select(['message.id', 'message.package_sha256'])
    .execute()
  const dataSets = new Map<string, Buffer>()
  for (const { id, package_sha256 } of rows) {
    const key = { messageId: id, sha256: package_sha256?.toString('hex') ?? '' }
    const index = await packages.indexFile(key)
    assert.ok(index)
    const opened = await openPackage(index.path.replace(/\.index$/, '.zip'))
    for await (const entry of readIndex(index)) {
      const parts: Uint8Array[] = []
      for await (const part of opened.readInstance(entry)) parts.push(part)
      const object = storedObject(Buffer.concat(parts))
      assert.ok(object, entry.sopInstanceUid)
      assert.ok(!dataSets.has(entry.sopInstanceUid), 'twice')
      dataSets.set(entry.sopInstanceUid, Buffer.from(object.dataSet))
    }
    await opened.close()
  }
  return dataSets
}

/** Many messages, which take as long as they take: one of them after another. */
async function nothingIsUnderWay(): Promise<void> {
  const { db } = here.network.centre
  const underWay = async () => {
    const open = db.selectFrom('message').where('status', 'in', ['uploading', 'checking'])
    return (await open.select('id').execute()).length
  }
  for (let left = await underWay(); left > 0; left = await underWay()) {
    const before = left
    await until('another message is delivered', async () => (await underWay()) < before)
  }
}

test('every object comes out with the bytes of its data set as they were, in its own transfer syntax', async () => {
  assert.ok(OBJECTS.size > 100, `${OBJECTS.size} objects`)
  const pairs = new Map(
    [...OBJECTS.values()].map(({ sopClassUid, transferSyntaxUid }) => [
      `${sopClassUid} ${transferSyntaxUid}`,
      { abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] },
    ]),
  )
  assert.ok(pairs.size <= 128)
  const association = await associate({ port: here.port }, { contexts: [...pairs.values()] })
  for (const object of OBJECTS.values()) {
    const { status, errorComment } = await store(association, object)
    assert.equal(status, STATUS.success, `${object.path}: ${errorComment}`)
  }
  await association.release()
  await nothingIsUnderWay()
  const found = await delivered(INSTITUTIONS.hornicka.id)
  for (const { path, sopInstanceUid, dataSet } of OBJECTS.values()) {
    assert.ok(found.get(sopInstanceUid)?.equals(dataSet), path)
  }
  assert.equal(found.size, OBJECTS.size)
})

test('dcmsend brings what it can, and each data set is as it was', async () => {
  const folder = here.network.folder
  const sent = new Map<string, RealObject>()
  for (const object of OBJECTS.values()) {
    const isOrdinary = /^files\/(charset|ct|ecg|mg|mr|nm|op|pt|rt|sc|sr|us)\//.test(object.path)
    if (!isOrdinary || object.dataSet.length % 2 === 1) continue
    await writeFile(join(folder, `send-${sent.size}.dcm`), sharedFile(object.path))
    sent.set(object.sopInstanceUid, object)
  }
  const calling = calls({ port: here.port, called: INSTITUTIONS.caslav.aeTitle })
  await run('dcmsend', [
    ...calling,
    '--no-halt',
    '--scan-directories',
    '--scan-pattern',
    'send-*.dcm',
    folder,
  ])
  await nothingIsUnderWay()
  const found = await delivered(INSTITUTIONS.caslav.id)
  assert.ok(found.size > 0.8 * sent.size, `${found.size} of ${sent.size}`)
  let same = 0
  for (const [uid, dataSet] of found) if (dataSet.equals(sent.get(uid)?.dataSet ?? Buffer.alloc(0))) same++
  // DCMTK writes sequences and lengths anew where the file has them otherwise than it would.
  assert.ok(same > 0.5 * found.size, `${same} of ${found.size} as they were`)
})
