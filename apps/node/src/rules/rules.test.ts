/** A hospital whose node has rules, with DCMTK's storescu as its PACS: what arrives where, and what the page tells. */
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { ConnectProxy } from '../testing/connect-proxy.ts'
import { Hospital } from '../testing/hospital.ts'

const RULES: NodeConfigFile['rules'] = [
  { name: 'no localizers', when: { seriesDescription: ['série 9'] }, series: 'drop' },
  {
    name: 'trauma',
    when: { called: ['TRAUMA'], calling: ['PACS'], modality: ['CT', 'MR'] },
    to: ['HORNICKA', 'PRAXE', 'CHYNE'],
    urgent: true,
    note: 'Z traumacentra',
  },
  { name: 'chest', when: { called: ['TRAUMA'], studyDescription: ['*HRUDNÍKU'] }, note: 'Hrudník' },
  { name: 'lost', when: { called: ['LOST'] }, to: ['NOBODY'] },
]

let network: TestNetwork
let hospital: Hospital
before(async () => {
  network = await TestNetwork.start()
  hospital = await Hospital.enrol(network, 'caslav', {
    rules: RULES,
    // What is sent ends with its association, however slow the machine is.
    dicom: { aliases: { PRAXE: 'CHYNE' }, quietSeconds: 60 },
  })
  await hospital.startAndReach()
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

interface Slice {
  readonly study: number
  readonly series: number
  readonly instance: number
}

async function storescu(called: string, slices: readonly Slice[]): Promise<string> {
  const paths: string[] = []
  for (const slice of slices) {
    const path = join(network.folder, `${slice.study}-${slice.series}-${slice.instance}.dcm`)
    await writeFile(path, ctSlice(slice))
    paths.push(path)
  }
  return await run('storescu', [
    '-v',
    '-aet',
    'PACS',
    '-aec',
    called,
    '127.0.0.1',
    String(hospital.dicomPort),
    ...paths,
  ])
}

const inbox = async (who: 'receiver' | 'second') =>
  (await network.as(who).get('/api/messages?box=inbox&pageSize=100')).json.items

test('one study goes to several participants, urgent and with notes; a series is left out, and the page says so', async () => {
  const answered = await storescu('TRAUMA', [
    { study: 1, series: 1, instance: 1 },
    { study: 1, series: 9, instance: 1 },
    { study: 1, series: 9, instance: 2 },
    { study: 1, series: 2, instance: 1 },
  ])
  assert.equal(answered.match(/Store Response \(Success\)/g)?.length, 4)
  // The PACS sends the series again: it is counted once.
  await storescu('TRAUMA', [{ study: 1, series: 9, instance: 1 }])
  for (const who of ['receiver', 'second'] as const) {
    await until('it has arrived', async () => (await inbox(who)).length === 1)
    const [message] = await inbox(who)
    assert.deepEqual([message.instances, message.urgent], [2, true])
    const { note } = (await network.as(who).get(`/api/messages/${message.id}`)).json
    assert.equal(note, 'Z traumacentra\nHrudník')
  }
  const state = await hospital.state()
  assert.deepEqual(
    state?.outgoing
      .map(({ called, urgent, rules }) => ({ called, urgent, rules }))
      .toSorted((one, other) => (one.called < other.called ? -1 : 1)),
    ['HORNICKA', 'PRAXE'].map((called) => ({ called, urgent: true, rules: ['trauma', 'chest'] })),
  )
  const [leftOut, ...others] = state?.leftOut ?? []
  assert.equal(others.length, 0)
  assert.deepEqual(
    [leftOut?.rule, leftOut?.calling, leftOut?.called, leftOut?.modality, leftOut?.instances],
    ['no localizers', 'PACS', 'TRAUMA', 'CT', 2],
  )
  assert.match(leftOut?.series ?? '', /\.1234\.1\.9$/)
  assert.doesNotMatch(JSON.stringify(state), /Novák|hrudníku|Série/i)
  await until(
    'nothing of it is left in the node',
    async () => (await readdir(join(hospital.folder, 'data/spool'))).length === 0,
  )
})

test('an image whose rule names no participant is refused, as is one that is called for and has no rule', async () => {
  await assert.rejects(storescu('LOST', [{ study: 2, series: 1, instance: 1 }]), /Store Response .*0x110/)
  await assert.rejects(
    storescu('NOWHERE', [{ study: 2, series: 1, instance: 1 }]),
    /Called AE Title Not Recognized/,
  )
  assert.deepEqual(await readdir(join(hospital.folder, 'data/spool')), [])
})

async function reload(changed: string) {
  await writeFile(hospital.configPath, changed)
  const url = `http://127.0.0.1:${hospital.pagePort}/api/reload`
  const response = await fetch(url, { method: 'POST', headers: { 'x-epacs-node': '1' } })
  return { status: response.status, told: Object(await response.json()) }
}

test('rules change without a restart; what is wrong in the file is told with its line and changes nothing', async () => {
  const text = await readFile(hospital.configPath, 'utf8')
  const config = JSON.parse(text) as NodeConfigFile
  const wrong = await reload(`${text.slice(0, -1)},\n"rules": [{ "name": "one" }]}`)
  assert.equal(wrong.status, 422)
  assert.match(JSON.stringify(wrong.told), /node\.yaml:2: /)
  assert.match((await hospital.state())?.config.fault ?? '', /node\.yaml:2: /)
  await storescu('TRAUMA', [{ study: 3, series: 9, instance: 1 }])
  assert.equal((await hospital.state())?.leftOut.length, 2)

  const [, ...others] = RULES ?? []
  const changed = { ...config, rules: others, dicom: { ...config.dicom, port: 1, quietSeconds: 4 } }
  const right = await reload(JSON.stringify(changed))
  assert.deepEqual(right, {
    status: 200,
    told: {
      changed: ['dicom.quietSeconds', 'rules'],
      afterRestart: ['dicom.port'],
      reasons: { 'dicom.port': 'associations stand at the port' },
    },
  })
  assert.equal((await hospital.state())?.config.fault, null)
  await storescu('TRAUMA', [{ study: 3, series: 9, instance: 1 }])
  await until('it is sent now', async () => (await inbox('receiver')).length === 2)
})

test('PACS, folders, STOW-RS and the proxy change without a restart', async () => {
  const config = JSON.parse(await readFile(hospital.configPath, 'utf8')) as NodeConfigFile
  const path = join(network.folder, 'watched')
  await mkdir(path)
  const [stowPort, otherPort] = [await freePort(), await freePort()]
  const credentialsFile = join(network.folder, 'proxy-credentials')
  await writeFile(credentialsFile, 'epacs:secret')
  const proxy = await ConnectProxy.open('epacs:secret')
  const stow = (port: number, addresses: string[]) => ({
    ...{ host: '127.0.0.1', port, callers: [{ aeTitle: 'STATION', addresses }] },
  })
  const statusAt = async (port: number) =>
    (
      await fetch(`http://127.0.0.1:${port}/dicom-web/TRAUMA/studies`, { method: 'POST' }).catch(
        () => undefined,
      )
    )?.status
  try {
    const more: Partial<NodeConfigFile> = {
      pacs: { host: '127.0.0.1', port: 1, aeTitle: 'ARCHIVE' },
      folders: [{ path, to: 'HORNICKA', quietSeconds: 1 }],
      stow: stow(stowPort, ['10.0.0.1']),
      proxy: { url: `http://127.0.0.1:${proxy.port}`, credentialsFile },
    }
    const first = await reload(JSON.stringify({ ...config, ...more }))
    const [{ changed }] = [first.told]
    for (const name of ['folders', 'pacs', 'proxy', 'stow']) assert.ok(changed.includes(name), name)
    assert.equal((await hospital.state())?.pacs[0]?.name, 'PACS')
    assert.equal(await statusAt(stowPort), 403)
    const before = (await inbox('receiver')).length
    await writeFile(join(path, 'one.dcm'), ctSlice({ study: 8, instance: 1 }))
    await until(
      'what lies in the folder is sent',
      async () => (await inbox('receiver')).length === before + 1,
    )
    assert.ok(proxy.tunnels.length > 0)

    // At its port it listens with other callers; a port that is taken leaves everything as it was.
    await reload(JSON.stringify({ ...config, ...more, stow: stow(stowPort, ['127.0.0.1']) }))
    assert.equal(await statusAt(stowPort), 415)
    const taken = await reload(
      JSON.stringify({ ...config, ...more, stow: stow(hospital.pagePort, ['127.0.0.1']), folders: [] }),
    )
    assert.equal(taken.status, 422)
    assert.match(taken.told.fault, /stow: cannot listen/)
    assert.equal(await statusAt(stowPort), 415)
    await reload(JSON.stringify({ ...config, ...more, stow: stow(otherPort, ['127.0.0.1']) }))
    assert.deepEqual([await statusAt(stowPort), await statusAt(otherPort)], [undefined, 415])
  } finally {
    await reload(JSON.stringify(config))
    await proxy.close()
  }
  assert.equal(await statusAt(otherPort), undefined)
})
