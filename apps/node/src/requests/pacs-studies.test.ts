/** The PACS is asked and moves studies: DCMTK's dcmqrscp, which sends to AE titles of its own table alone. */
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { TAG } from '@epacs/dicom'
import {
  Acceptor,
  acceptQueries,
  get,
  QueryRefusal,
  queryClassUid,
  requestAssociation,
  textElement,
} from '@epacs/dicom/network'
import {
  freePort,
  run,
  serve,
  temporaryFolder,
} from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import type { DicomPacsConfig } from '../config/schema.ts'
import { getStudy } from './get-study.ts'
import { findStudies, moveStudy, PacsRefusal } from './pacs-studies.ts'

const STUDY = '1.2.826.0.1.3680043.10.1234'
const NUMBER = '7360285152'
const CT = '1.2.840.10008.5.1.4.1.1.2'

test('studies are found by identifier, or by birth date and name, and are moved to the own title', async (t) => {
  const folder = await temporaryFolder(t)
  const moved: string[] = []
  const acceptor = await Acceptor.listen({
    host: '127.0.0.1',
    port: 0,
    admit: ({ request }) => {
      assert.equal(request.calledAeTitle, 'EPACS_ANSWER')
      return {
        services: {
          async store({ sopInstanceUid, dataSet }) {
            await dataSet.discard()
            moved.push(sopInstanceUid)
            return { status: 0 }
          },
        },
      }
    },
  })
  t.after(async () => await acceptor.close())
  const port = await freePort()
  const area = join(folder, 'area')
  await mkdir(area)
  const config = join(folder, 'dcmqrscp.cfg')
  await writeFile(
    config,
    `NetworkTCPPort = ${port}
MaxPDUSize = 16384
MaxAssociations = 8
HostTable BEGIN
answer = (EPACS_ANSWER, 127.0.0.1, ${acceptor.port})
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
QRSCP ${area} RW (50, 1024mb) ANY
AETable END
`,
  )
  await serve(t, 'dcmqrscp', ['--config', config], [port])
  const files: string[] = []
  for (const [study, instance, patientId, patientName] of [
    [1, 1, NUMBER, 'NOVAKOVA^EVA'],
    [1, 2, NUMBER, 'NOVAKOVA^EVA'],
    [2, 1, 'OTHER', 'SVOBODOVA^EVA'],
  ] as const) {
    const file = join(folder, `${study}-${instance}.dcm`)
    await writeFile(file, ctSlice({ study, instance, patientId, patientName }))
    files.push(file)
  }
  await run('storescu', ['-aec', 'QRSCP', '127.0.0.1', String(port), ...files])

  const failing = await Acceptor.listen({
    host: '127.0.0.1',
    port: 0,
    admit: () => ({
      contexts: acceptQueries(() => undefined),
      services: {
        async *find() {
          for (const [uid, id] of [
            ['1.2.1', NUMBER],
            ['1.2.2', `${NUMBER}1`],
          ] as const) {
            const elements = [
              textElement(TAG.StudyInstanceUID, 'UI', uid),
              textElement(TAG.PatientID, 'LO', id),
            ]
            yield { elements, areKeysKnown: true }
          }
          throw new QueryRefusal({ status: 0xa700 })
        },
      },
    }),
  })
  t.after(async () => await failing.close())

  const pacs: DicomPacsConfig = {
    by: 'c-store',
    name: 'PACS',
    host: '127.0.0.1',
    port,
    aeTitle: 'QRSCP',
    callingAeTitle: 'EPACS_NODE',
    commitment: false,
    decompress: 'never',
    takes: { ask: false },
    tls: null,
  }
  const asked = (
    name: string,
    id: string | null,
    birthDate: string | null,
    studiedFrom: string | null = null,
  ) => ({
    patient: { name, id: id === null ? null : { kind: 'birth-number' as const, value: id }, birthDate },
    studiedFrom,
    studiedTo: null,
  })
  const uids = async (request: Parameters<typeof findStudies>[1]) =>
    (await findStudies(pacs, request)).studies.map(({ study }) => study)
  const {
    studies: [found],
    isComplete,
  } = await findStudies(pacs, asked('Nováková Eva', '736028/5152', null))
  assert.equal(isComplete, true)
  assert.deepEqual(
    [found?.study, found?.patientName, found?.date, found?.description],
    [`${STUDY}.1`, 'NOVAKOVA^EVA', '20260315', 'CT hrudníku'],
    'with a slash, though the PACS has none',
  )
  assert.deepEqual(await uids(asked('Nováková Eva', null, '1960-02-29')), [`${STUDY}.1`], 'by name and date')
  assert.deepEqual(await uids(asked('Nováková Eva', NUMBER, null, '2026-03-16')), [], 'of another period')
  const some = await findStudies({ ...pacs, port: failing.port }, asked('Nováková Eva', NUMBER, null))
  assert.deepEqual(
    [some.isComplete, some.studies.map(({ study }) => study)],
    [false, ['1.2.1']],
    'told in part, and of somebody else',
  )
  const wild = { patient: { name: 'X Y', id: { kind: 'other' as const, value: '7*' }, birthDate: null } }
  await assert.rejects(uids({ ...wild, studiedFrom: null, studiedTo: null }), PacsRefusal, 'of whomever')
  assert.deepEqual(await uids(asked('Nikdo Nikde', null, '1960-02-29')), [])

  const signal = new AbortController().signal
  const { counts } = await moveStudy(pacs, `${STUDY}.1`, 'EPACS_ANSWER', signal)
  assert.deepEqual([counts.completed, counts.failed], [2, 0])
  assert.deepEqual(moved.toSorted(), [`${STUDY}.1.1.1`, `${STUDY}.1.1.2`])
  await assert.rejects(moveStudy(pacs, `${STUDY}.1`, 'UNKNOWN', signal), PacsRefusal)

  const gotten: string[] = []
  const fetched = await getStudy(
    pacs,
    `${STUDY}.1`,
    async ({ sopInstanceUid, dataSet }) => {
      await dataSet.discard()
      gotten.push(sopInstanceUid)
      return { status: 0 }
    },
    signal,
  )
  assert.deepEqual([fetched.counts.completed, fetched.counts.failed], [2, 0])
  assert.deepEqual(gotten.toSorted(), moved.toSorted(), 'by C-GET the same, series by series')

  const got: string[] = []
  const explicit = ['1.2.840.10008.1.2.1']
  const association = await requestAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'EPACS_NODE',
    calledAeTitle: 'QRSCP',
    contexts: [
      { abstractSyntax: queryClassUid('study-root', 'get'), transferSyntaxes: explicit },
      { abstractSyntax: CT, transferSyntaxes: explicit },
    ],
    roles: [{ sopClassUid: CT, scu: false, scp: true }],
    services: {
      async store({ sopInstanceUid, dataSet }) {
        await dataSet.discard()
        got.push(sopInstanceUid)
        return { status: 0 }
      },
    },
  })
  const keys = [textElement(0x00080052, 'CS', 'STUDY'), textElement(TAG.StudyInstanceUID, 'UI', `${STUDY}.1`)]
  const answer = await get(association, { model: 'study-root', keys })
  await association.release()
  assert.deepEqual([answer.status, answer.counts.completed], [0, 2])
  assert.deepEqual(got.toSorted(), moved.toSorted(), 'by C-GET the same, on one association')
})
