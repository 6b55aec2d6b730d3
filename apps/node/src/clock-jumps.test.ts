/** Somebody sets the clock of the node, or of the centre, by a day and by a month, while images travel in both directions. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { run } from '../../../packages/dicom/src/network/testing/programs.ts'
import type { CentreProcess } from '../../centre/src/testing/centre-process.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { SetClock } from '../../centre/src/testing/set-clock.ts'
import { until } from '../../centre/src/testing/until.ts'
import type { Finding } from './doctor/finding.ts'
import { Hospital } from './testing/hospital.ts'
import { ScriptedPacs } from './testing/scripted-pacs.ts'

const COMMAND = fileURLToPath(new URL('../../command/src/node-main.ts', import.meta.url))
const DAY_SECONDS = 86_400
const DAY_MS = DAY_SECONDS * 1000

let network: TestNetwork
let centre: CentreProcess
let hospital: Hospital
let pacs: ScriptedPacs
let clocks: { readonly node: SetClock; readonly centre: SetClock }
before(async () => {
  // The certificates of people and servers serve all that time: what is tried are clocks, not their end.
  const validity = {
    notBefore: new Date(Date.now() - 200 * DAY_MS),
    notAfter: new Date(Date.now() + 200 * DAY_MS),
  }
  network = await TestNetwork.prepare({ logging: { level: 'error' } }, validity)
  clocks = {
    node: await SetClock.in(network.folder, 'node'),
    centre: await SetClock.in(network.folder, 'centre'),
  }
  centre = await network.startProcess(undefined, clocks.centre.environment)
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  hospital = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
    historyDays: 60,
  })
  hospital.environment = clocks.node.environment
  await Promise.all([pacs.start(), hospital.startAndReach()])
})
after(async () => {
  await Promise.all([hospital?.kill(), pacs?.stop(), centre?.kill()])
  await network?.remove()
})

const state = async () => {
  const now = await hospital.state()
  assert.ok(now)
  return now
}

let studies = 0

/** From the PACS to another participant. @returns its study */
async function sendOut(): Promise<number> {
  studies += 1
  const path = join(network.folder, `${studies}.dcm`)
  await writeFile(path, ctSlice({ study: studies, instance: 1 }))
  const to = ['-aec', INSTITUTIONS.chyne.aeTitle, '127.0.0.1', String(hospital.dicomPort)]
  assert.match(await run('storescu', ['-v', '-aet', 'PACS', ...to, path]), /Store Response \(Success\)/)
  return studies
}

/** From another participant to the PACS. @returns the message's id */
async function sendIn(): Promise<string> {
  studies += 1
  const bytes = ctSlice({ study: studies, instance: 1 })
  return (await network.as('sender').send([INSTITUTIONS.hornicka.id], [{ name: 'IM', bytes }])).json.id
}

async function untilAllOut(): Promise<void> {
  let open: readonly object[] = []
  await until('all that was sent is delivered', async () => {
    open = (await state()).outgoing.filter((each) => each.state !== 'delivered')
    return open.length === 0
  }).catch((cause) => {
    throw new Error(`not delivered: ${JSON.stringify(open)}`, { cause })
  })
}

async function untilStored(message: string): Promise<void> {
  await until('it is at the PACS', async () => {
    const { json } = await network.as('sender').get(`/api/messages/${message}`)
    return json.deliveries[0].status === 'stored'
  })
}

const clockAtDoctor = async () => {
  const doctor = [COMMAND, 'node', 'doctor', '--json', '--config', hospital.configPath]
  const told = await run(process.execPath, doctor, clocks.node.environment).catch(
    // Something is wrong: exit code 1, and the findings all the same.
    (error: { stdout: string }) => error.stdout,
  )
  return (JSON.parse(told) as Finding[]).find(({ what }) => what === 'clock')
}

test('the clock of the node is set by a day and a month and more: all arrives at once, and everybody is told of the clock', async () => {
  const certificate = (await state()).node.certificateEndsAt
  for (const days of [1, 30, 70, -30, -1]) {
    const before = [await sendOut(), await sendIn()] as const
    await clocks.node.set(days)
    await sendOut()
    const message = await sendIn()
    await untilAllOut()
    await untilStored(before[1])
    await untilStored(message)
    await until('it knows how wrong its clock is', async () => {
      const { aheadSeconds, isWrong } = (await state()).clock
      return isWrong && Math.abs((aheadSeconds ?? 0) - days * DAY_SECONDS) < 60
    })
    const { items } = (await network.as('sender').get(`/api/messages/${message}/receipts`)).json
    const signed = items.filter(({ nodeJws }: { nodeJws?: string }) => nodeJws !== undefined)
    assert.ok(signed.length > 0, `${days}: its receipts are taken, whatever its clock says`)
  }
  const doctor = await clockAtDoctor()
  assert.equal(doctor?.isGood, false)
  assert.match(doctor?.told ?? '', /^86\d{3} s behind the centre's: set the clock of this machine/)
  const { items } = (await network.as('operator').get('/api/nodes')).json
  assert.equal(items[0].trouble, 'clock-wrong')
  // By its own clock it was due for renewal at 70 days.
  assert.equal((await state()).node.certificateEndsAt, certificate)
  await clocks.node.set(0)
  await until('its clock is right', async () => !(await state()).clock.isWrong)
  assert.equal((await clockAtDoctor())?.isGood, true)
  const log = await hospital.log()
  assert.match(log, /the clock of the machine was set/)
  assert.match(log, /the clock of this machine is not the centre’s/)
  assert.match(log, /the clock of this machine is the centre’s again/)
  assert.equal((await state()).outgoing.length, 10, 'no history was taken away')
  assert.equal(pacs.taken.size, 10)
  assert.equal(pacs.changed.size, 0)
})

test('the clock of the centre is set by a day and a month: what travels arrives, at the latest when it is right again', async () => {
  for (const days of [1, 30, -1, -30]) {
    const before = [await sendOut(), await sendIn()] as const
    await clocks.centre.set(days)
    await sendOut()
    await clocks.centre.set(0)
    await untilAllOut()
    await untilStored(before[1])
  }
})
