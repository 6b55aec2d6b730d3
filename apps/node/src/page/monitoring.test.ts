/** What alerts and dashboard ask for is what centre and nodes tell; and a process that serves no people tells it, too. */
import assert from 'node:assert/strict'
import { access, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { metricsOf } from './metrics.ts'
import type { NodeState } from './state.ts'

const MONITORING = fileURLToPath(new URL('../../../centre/monitoring/', import.meta.url))
/** Prometheus' own, of each target. */
const OF_PROMETHEUS = new Set(['up'])

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
}

interface Dashboard {
  readonly panels: readonly { readonly id: number; readonly targets?: readonly { readonly expr: string }[] }[]
}

let network: TestNetwork
let origin: string
before(async () => {
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  network = await TestNetwork.start({
    roles: ['worker', 'dicom'],
    dicom: { port: await freePort() },
    metrics: { port },
    audit: { repository: { host: 'localhost', port: 9 } },
  })
})
after(async () => await network?.remove())

const STATE = {
  centre: { isReached: true, lastContactAt: '2026-01-01T00:00:00Z' },
  clock: { aheadSeconds: 0 },
  disk: { freeBytes: 2, reserveBytes: 1 },
  waiting: { outgoing: 0, incoming: 0, failed: 0, decisions: 0, bytes: 0, mostBytes: 1 },
  refusing: null,
  early: [],
  pacs: [{ name: 'PACS', isAway: false }],
  node: { certificateEndsAt: '2027-01-01T00:00:00Z' },
} as unknown as NodeState

const namesIn = (text: string) => [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name)

async function askedFor(): Promise<readonly string[]> {
  const rules = parse(await readFile(`${MONITORING}rules.yml`, 'utf8')) as Rules
  const dashboard = JSON.parse(await readFile(`${MONITORING}dashboard.json`, 'utf8')) as Dashboard
  const alerts = rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr))
  const panels = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  assert.ok(alerts.length > 20 && panels.length > 30)
  return [...alerts, ...panels]
}

test('every metric of the alerts and the dashboard is told by the centre or the node', async () => {
  const response = await fetch(`${origin}/metrics`)
  const told = new Set([...namesIn(await response.text()), ...namesIn(await metricsOf(STATE))])
  for (const dicom of ['stores_total', 'received_bytes_total', 'open_messages', 'associations'])
    assert.ok(told.has(`epacs_dicom_${dicom}`), dicom)
  for (const expression of await askedFor()) {
    for (const [name] of expression.matchAll(/\b(?:epacs|nodejs|process)_\w+|\bup\b/g)) {
      const plain = name.replace(/_(bucket|count|sum)$/, '')
      assert.ok(OF_PROMETHEUS.has(name) || told.has(plain) || told.has(name), `${name} in ${expression}`)
    }
  }
})

test('a process without people says at its own port that it lives, that it is ready, and nothing else', async () => {
  assert.deepEqual(await (await fetch(`${origin}/healthz`)).json(), { status: 'ok' })
  assert.deepEqual(await (await fetch(`${origin}/readyz`)).json(), { status: 'ready' })
  assert.equal((await fetch(`${origin}/api/institutions`)).status, 404)
})

test('the alerts are what Prometheus understands, and fire when they should', async () => {
  const promtool = '/usr/bin/promtool'
  await access(promtool).catch(() => {
    throw new Error(
      'promtool judges the alerts, and is not there: npm test installs it, or apt-get install prometheus',
    )
  })
  await run(promtool, ['check', 'rules', `${MONITORING}rules.yml`])
  await run(promtool, ['test', 'rules', `${MONITORING}rules.test.yml`])
})
