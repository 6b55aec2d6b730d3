/** The rules for what comes by no association: a watched folder, STOW-RS, and a terminal. */
import assert from 'node:assert/strict'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { makeZip } from '../../../../packages/intake/src/testing/zip-maker.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { ifPresent } from '../durable-file.ts'
import { Hospital } from '../testing/hospital.ts'

let network: TestNetwork
let hospital: Hospital
let folder: string
let stowPort: number
before(async () => {
  network = await TestNetwork.start()
  folder = join(network.folder, 'to-hornicka')
  await mkdir(folder)
  stowPort = await freePort()
  hospital = await Hospital.enrol(network, 'caslav', {
    folders: [{ path: folder, to: 'HORNICKA', quietSeconds: 1 }],
    stow: {
      host: '127.0.0.1',
      port: stowPort,
      callers: [{ aeTitle: 'STATION', addresses: ['127.0.0.1'] }],
    },
    rules: [
      { name: 'of the PACS', when: { calling: ['*'] }, note: 'Association' },
      { name: 'no localizers', when: { seriesDescription: ['série 9'] }, series: 'drop' },
      { name: 'chest', when: { studyDescription: ['*hrudníku'] }, urgent: true, note: 'Hrudník' },
      { name: 'elsewhere', when: { modality: ['CT'] }, to: ['CHYNE'] },
    ],
  })
  await hospital.startAndReach()
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

async function received(who: 'receiver' | 'second', study: number) {
  let found: { readonly id: string; readonly instances: number; readonly urgent: boolean } | undefined
  await until(`study ${study} has arrived`, async () => {
    const { items } = (await network.as(who).get('/api/messages?box=inbox&pageSize=100')).json
    found = items.find(({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
      studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(`.1234.${study}`)),
    )
    return found !== undefined
  })
  assert.ok(found)
  const { note } = (await network.as(who).get(`/api/messages/${found.id}`)).json
  return { instances: found.instances, urgent: found.urgent, note }
}

const slices = (study: number) =>
  [1, 1, 9, 9].map((series, index) => ctSlice({ study, series, instance: index + 1 }))
const words = async (path: string) =>
  (await ifPresent(readFile(join(folder, `${path}.txt`), 'utf8'))) ?? undefined

test('a folder and a ZIP are sent without what a rule drops, urgent and with the note; the recipient stays', async () => {
  const cd = join(network.folder, 'CD')
  await mkdir(cd)
  for (const [index, slice] of slices(31).entries()) await writeFile(join(cd, `IM${index + 1}`), slice)
  await rename(cd, join(folder, 'CD'))
  const zip = makeZip(slices(32).map((data, index) => ({ name: `A/IM${index + 1}`, data })))
  await writeFile(join(network.folder, 'export.zip'), zip)
  await rename(join(network.folder, 'export.zip'), join(folder, 'export.zip'))
  for (const [study, name] of [
    [31, 'CD'],
    [32, 'export.zip'],
  ] as const) {
    const expected = { instances: 2, urgent: true, note: 'Hrudník' }
    assert.deepEqual(await received('receiver', study), expected)
    await until('it lies in sent/', async () => (await words(`sent/${name}`)) !== undefined)
    const told = (await words(`sent/${name}`)) ?? ''
    assert.match(told, /: 2 images\.$/m)
    assert.equal(told.match(/left-out-by-rule\. The rule "no localizers" leaves it out\.$/gm)?.length, 2)
  }
  const state = await hospital.state()
  assert.deepEqual(
    state?.leftOut.map(({ calling, called, rule, instances }) => [calling, called, rule, instances]),
    [1, 2].map(() => ['folder', 'HORNICKA', 'no localizers', 2]),
  )
  assert.deepEqual(
    state?.outgoing.map(({ rules }) => rules),
    [['chest'], ['chest']],
  )
})

test('what the rules drop altogether is refused, and the words say so', async () => {
  const zip = makeZip([{ name: 'A/IM1', data: ctSlice({ study: 33, series: 9, instance: 1 }) }])
  await writeFile(join(folder, 'dropped.zip'), zip)
  await until('it is refused', async () => (await words('refused/dropped.zip')) !== undefined)
  const told = (await words('refused/dropped.zip')) ?? ''
  assert.match(told, /A\/IM1: refused, left-out-by-rule\./)
  assert.doesNotMatch(told, /archive-without-dicom/)
})

test('what is posted by STOW-RS goes by all of the rules, the titles of its caller too', async () => {
  const body = join(network.folder, 'body')
  const parts = slices(34).flatMap((slice) => [
    Buffer.from('--part\r\nContent-Type: application/dicom\r\n\r\n'),
    slice,
    Buffer.from('\r\n'),
  ])
  await writeFile(body, Buffer.concat([...parts, Buffer.from('--part--\r\n')]))
  const type = 'Content-Type: multipart/related; type="application/dicom"; boundary=part'
  const url = `http://127.0.0.1:${stowPort}/dicom-web/HORNICKA/studies`
  await run('curl', ['-sf', '-H', type, '--data-binary', `@${body}`, url])
  const expected = { instances: 2, urgent: true, note: 'Association\nHrudník' }
  assert.deepEqual(await received('second', 34), expected)
  const [left] = (await hospital.state())?.leftOut ?? []
  assert.deepEqual([left?.calling, left?.rule, left?.instances], ['STATION', 'no localizers', 2])
})
