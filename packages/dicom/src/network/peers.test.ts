/** Against DCMTK and Orthanc, both ways, with and without TLS. */
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { manifestOfFiles, sharedFile } from '../testing/shared-data.ts'
import type { Association } from './association/association.ts'
import { requestAssociation } from './association/requestor.ts'
import { STORAGE_COMMITMENT, VERIFICATION } from './association/storage-classes.ts'
import { STATUS } from './dimse/commands.ts'
import type { Commitment, CommitmentRequest } from './services/commitment-data-set.ts'
import type { Services, StoreRequest } from './services/responder.ts'
import { echo, reportCommitment, requestCommitment, type StoredObject, store } from './services/using.ts'
import { CT_IMAGE, IMPLICIT_LITTLE, listen } from './testing/loopback.ts'
import { startOrthanc } from './testing/orthanc.ts'
import { storedObject } from './testing/part10.ts'
import { freePort, identities, run, serve, type TestIdentity, temporaryFolder } from './testing/programs.ts'
import { until } from './testing/until.ts'

const OBJECTS = manifestOfFiles()
  .filter(({ expected }) => expected !== 'reject')
  .flatMap(({ path }) => {
    const object = storedObject(sharedFile(path))
    return object === undefined ? [] : [{ ...object, path }]
  })
/** A fragment has to be even (PS3.8 §E.2), and one of these objects is not: DCMTK and what is made of it abort there. */
const EVEN = OBJECTS.filter(({ dataSet }) => dataSet.length % 2 === 0)
/** Where the pixel data is cut off, Orthanc waits for the rest and aborts. */
const WHOLE = EVEN.filter(({ path }) => !/^files\/(hostile|malformed)\//.test(path))
const VERIFY = { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LITTLE] }

function contextsOf(objects: readonly StoredObject[]) {
  const pairs = new Map(
    objects.map(({ sopClassUid, transferSyntaxUid }) => [
      `${sopClassUid} ${transferSyntaxUid}`,
      { abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] },
    ]),
  )
  return [VERIFY, ...pairs.values()]
}

/** Keeps the data sets that come, by SOP Instance UID. */
function keeping() {
  const kept = new Map<string, { readonly bytes: Buffer; readonly transferSyntaxUid: string }>()
  const services = {
    store: async ({ dataSet, sopInstanceUid, transferSyntaxUid }: StoreRequest) => {
      const parts: Uint8Array[] = []
      for await (const part of dataSet) parts.push(part)
      kept.set(sopInstanceUid, { bytes: Buffer.concat(parts), transferSyntaxUid })
      return { status: STATUS.success }
    },
  }
  return { kept, services }
}

test('every real object goes through C-STORE and comes out with the same bytes in the same transfer syntax', async (t) => {
  assert.ok(OBJECTS.length > 100, `${OBJECTS.length} objects`)
  const { kept, services } = keeping()
  const { ask } = await listen(t, { admit: () => ({ services }) })
  for (const maxPduBytes of [4096, 262_144]) {
    const association = await ask({ contexts: contextsOf(OBJECTS), limits: { maxPduBytes } })
    for (const object of OBJECTS) {
      assert.deepEqual((await store(association, object)).status, STATUS.success, object.path)
      const received = kept.get(object.sopInstanceUid)
      assert.ok(received?.bytes.equals(object.dataSet), object.path)
      assert.equal(received?.transferSyntaxUid, object.transferSyntaxUid, object.path)
    }
    await association.release()
  }
})

const UNCOMPRESSED = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'])

/** Files as they are, for senders that read folders; uncompressed and of classes that DCMTK knows, which is what storescu proposes. */
async function writeSamples(folder: string): Promise<Map<string, Uint8Array>> {
  const samples = new Map<string, Uint8Array>()
  await mkdir(folder)
  for (const { path, sopInstanceUid, transferSyntaxUid, dataSet } of OBJECTS) {
    const isOrdinary = /^files\/(charset|ct|ecg|mg|mr|nm|op|pt|rt|sc|sr|us)\//.test(path)
    if (!isOrdinary || !UNCOMPRESSED.has(transferSyntaxUid) || samples.has(sopInstanceUid)) continue
    await writeFile(join(folder, path.replaceAll('/', '_')), sharedFile(path))
    samples.set(sopInstanceUid, dataSet)
  }
  assert.ok(samples.size > 20, `${samples.size} samples`)
  return samples
}

const tlsArguments = ({ files }: TestIdentity) => ['+tls', files.key, files.cert, '+cf', files.ca]

async function tlsPair(t: TestContext): Promise<readonly [ours: TestIdentity, theirs: TestIdentity]> {
  const [ours, theirs] = await identities(await temporaryFolder(t), ['ours', 'theirs'])
  assert.ok(ours && theirs)
  return [ours, theirs]
}

for (const over of ['TCP', 'mutual TLS'] as const) {
  test(`echoscu, storescu and dcmsend reach us over ${over}`, async (t) => {
    const folder = join(await temporaryFolder(t), 'files')
    const samples = await writeSamples(folder)
    const { kept, services } = keeping()
    const [ours, theirs] = over === 'TCP' ? [] : await tlsPair(t)
    const { acceptor, ends } = await listen(t, { admit: () => ({ services }), tls: ours })
    const port = String(acceptor.port)
    const tls = theirs === undefined ? [] : tlsArguments(theirs)
    await run('echoscu', [...tls, '127.0.0.1', port])
    // dcmsend speaks no TLS.
    for (const command of theirs === undefined ? ['storescu', 'dcmsend'] : ['storescu']) {
      kept.clear()
      await run(command, [
        ...tls,
        '+sd',
        ...(command === 'storescu' ? ['-R'] : []),
        '127.0.0.1',
        port,
        folder,
      ])
      assert.deepEqual([...kept.keys()].sort(), [...samples.keys()].sort(), command)
      const same = [...kept].filter(([uid, { bytes }]) => bytes.equals(samples.get(uid) ?? new Uint8Array(0)))
      // DCMTK writes some sequences and group lengths anew.
      assert.ok(same.length > 10, `${command}: ${same.length} of ${kept.size} as they are in their files`)
    }
    assert.ok(
      ends.every(({ kind }) => kind === 'released'),
      JSON.stringify(ends),
    )
  })

  test(`storescp takes every real object from us over ${over}, and writes the same data set`, async (t) => {
    const folder = await temporaryFolder(t)
    const port = await freePort()
    const [ours, theirs] = over === 'TCP' ? [] : await tlsPair(t)
    const tls = theirs === undefined ? [] : tlsArguments(theirs)
    await serve(t, 'storescp', [...tls, '+B', '+xa', '--fork', '-od', folder, String(port)], [port])
    const association = await requestAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'EPACS',
      calledAeTitle: 'STORESCP',
      contexts: contextsOf(EVEN),
      tls: ours,
    })
    assert.equal((await echo(association)).status, STATUS.success)
    const { stored: sent, refused } = await offer(association, EVEN)
    assert.deepEqual(refused, [])
    await association.release()
    assert.ok(sent.size > 50, `${sent.size} sent`)
    for (const name of await readdir(folder)) {
      const received = storedObject(new Uint8Array(await readFile(join(folder, name))))
      const object = received && sent.get(received.sopInstanceUid)
      if (object === undefined) continue
      assert.ok(Buffer.from(object.dataSet).equals(received?.dataSet ?? new Uint8Array(0)), name)
      sent.delete(object.sopInstanceUid)
    }
    assert.deepEqual([...sent.keys()], [])
  })
}

/** Whatever the peer agreed to; it may refuse what it cannot read. @returns what it stored, by SOP Instance UID */
async function offer(association: Association, objects: typeof OBJECTS) {
  const stored = new Map<string, (typeof OBJECTS)[number]>()
  const refused: string[] = []
  for (const object of objects) {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, path } = object
    if (association.context(sopClassUid, transferSyntaxUid) === undefined || stored.has(sopInstanceUid))
      continue
    const { status } = await store(association, object)
    if (status === STATUS.success) stored.set(sopInstanceUid, object)
    else refused.push(path)
  }
  return { stored, refused }
}

test('a DCMTK sender without a certificate, or with a stranger, gets no association', async (t) => {
  const [ours] = await tlsPair(t)
  const [, stranger] = await tlsPair(t)
  const { acceptor } = await listen(t, { tls: ours })
  const port = String(acceptor.port)
  const { ca } = ours.files
  await assert.rejects(run('echoscu', ['+tla', '+cf', ca, '127.0.0.1', port]))
  await assert.rejects(
    run('echoscu', ['+tls', stranger.files.key, stranger.files.cert, '+cf', ca, '127.0.0.1', port]),
  )
  await assert.rejects(run('echoscu', ['127.0.0.1', port, '-ta', '3', '-to', '3']))
})

test('Orthanc takes objects from us and sends them back, the same data set', async (t) => {
  const { kept, services } = keeping()
  const { acceptor } = await listen(t, { admit: () => ({ services }) })
  const { dicomPort, rest } = await startOrthanc(t, acceptor.port)
  const association = await requestAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    callingAeTitle: 'EPACS',
    calledAeTitle: 'ORTHANC',
    contexts: contextsOf(WHOLE),
  })
  assert.equal((await echo(association)).status, STATUS.success)
  const { stored: sent, refused } = await offer(association, WHOLE)
  await association.release()
  assert.ok(sent.size > 50, `${sent.size} sent, refused: ${refused}`)
  await rest('/modalities/epacs/echo', {})
  const instances = await rest<readonly string[]>('/instances')
  await rest('/modalities/epacs/store', { Resources: instances, Synchronous: true, Permissive: true })
  let same = 0
  for (const [uid, { bytes, transferSyntaxUid }] of kept) {
    const object = sent.get(uid)
    if (object === undefined || object.transferSyntaxUid !== transferSyntaxUid) continue
    if (Buffer.from(object.dataSet).equals(bytes)) same++
  }
  assert.ok(kept.size > 50 && same > 0.5 * kept.size, `${same} of ${kept.size} came back as they were`)
})

test('Orthanc asks for commitment and is told the result, and answers the same question of ours', async (t) => {
  const asked: CommitmentRequest[] = []
  const told: Commitment[] = []
  const services: Services = {
    commit: async (request) => {
      asked.push(request)
      return { status: STATUS.success }
    },
    committed: async (result) => {
      told.push(result)
      return { status: STATUS.success }
    },
  }
  const { acceptor } = await listen(t, { admit: () => ({ services }) })
  const { dicomPort, rest } = await startOrthanc(t, acceptor.port)
  const associate = (scp: boolean) =>
    requestAssociation({
      host: '127.0.0.1',
      port: dicomPort,
      callingAeTitle: 'EPACS',
      calledAeTitle: 'ORTHANC',
      contexts: [{ ...VERIFY, abstractSyntax: STORAGE_COMMITMENT }],
      roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: !scp, scp }],
    })
  const instance = { sopClassUid: CT_IMAGE, sopInstanceUid: '2.25.4711' }

  const { ID: id } = await rest<{ readonly ID: string }>('/modalities/epacs/storage-commitment', {
    DicomInstances: [{ SOPClassUID: instance.sopClassUid, SOPInstanceUID: instance.sopInstanceUid }],
  })
  await until('it asks', () => asked.length > 0)
  assert.deepEqual(asked[0]?.instances, [instance])
  const reporting = await associate(true)
  const report = { transactionUid: asked[0]?.transactionUid ?? '', done: [instance], failed: [] }
  assert.equal((await reportCommitment(reporting, report)).status, STATUS.success)
  await reporting.release()
  await until(
    'Orthanc has taken the report',
    async () => (await rest<{ readonly Status: string }>(`/storage-commitment/${id}`)).Status === 'Success',
  )

  const asking = await associate(false)
  const request = { transactionUid: '2.25.815', instances: [instance] }
  assert.equal((await requestCommitment(asking, request)).status, STATUS.success)
  await asking.release()
  await until('it reports', () => told.length > 0)
  assert.deepEqual(told[0], {
    transactionUid: '2.25.815',
    done: [],
    failed: [{ ...instance, reason: 0x0112 }],
  })
})

test('a peer is told what it may ask for: commitment for all, finding for none', async (t) => {
  const { ask } = await listen(t)
  const find = '1.2.840.10008.5.1.4.1.2.2.1'
  const association = await ask({
    contexts: [VERIFY, ...[STORAGE_COMMITMENT, find].map((uid) => ({ ...VERIFY, abstractSyntax: uid }))],
  })
  assert.deepEqual(
    association.agreement.contexts.map(({ abstractSyntax }) => abstractSyntax),
    [VERIFICATION, STORAGE_COMMITMENT],
  )
})
