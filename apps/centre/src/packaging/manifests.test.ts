/** What stands in several files of the packaging is the same in all: ports, paths, users, times. */
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { parseConfig } from '../config/index.ts'
import { PACKAGED_ROLES, sampleConfig } from './sample-configs.ts'

const CENTRE = resolve(fileURLToPath(new URL('../..', import.meta.url)))
const read = async (path: string) => await readFile(join(CENTRE, path), 'utf8')

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
}

interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly selector: Readonly<Record<string, unknown>>
    readonly ports?: readonly { readonly targetPort: string }[]
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> }
      readonly spec: {
        readonly terminationGracePeriodSeconds: number
        readonly securityContext: { readonly runAsUser: number }
        readonly containers: readonly {
          readonly args: readonly string[]
          readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
          readonly startupProbe: Probe
          readonly livenessProbe: Probe
          readonly readinessProbe: Probe
        }[]
      }
    }
  }
}

async function manifests(): Promise<readonly Manifest[]> {
  const { resources } = parse(await read('kubernetes/kustomization.yaml')) as { resources: readonly string[] }
  const texts = await Promise.all(resources.map((name) => read(`kubernetes/${name}`)))
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest))
}

/** More than `stopping` of the sample takes, and the five seconds after it. */
function longestStopSeconds(): number {
  const { noticeSeconds = 0, transferSeconds = 0 } = sampleConfig('web').stopping ?? {}
  return noticeSeconds + transferSeconds + 5
}

test('Kubernetes runs each role with its configuration, asks it where it answers, and lets it end', async () => {
  const all = await manifests()
  const containerfile = await read('container/Containerfile')
  for (const role of PACKAGED_ROLES) {
    const workload = all.find(({ spec }) => spec?.template?.metadata.labels.role === role)
    const pod = workload?.spec.template
    assert.ok(workload && pod, role)
    assert.deepEqual(workload.spec.selector.matchLabels, pod.metadata.labels)
    assert.ok(pod.spec.terminationGracePeriodSeconds > longestStopSeconds())
    assert.match(containerfile, new RegExp(`USER ${pod.spec.securityContext.runAsUser}:`))
    const [container] = pod.spec.containers
    assert.ok(container)
    assert.deepEqual(container.args, [`/etc/epacs-centre/${role}.json`])
    const ports = container.ports.map(({ name }) => name)
    for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe])
      assert.ok(ports.includes(probe.httpGet.port))
    assert.equal(container.readinessProbe.httpGet.path, '/readyz')
    // A process whose database is away is not to be killed for it.
    assert.equal(container.livenessProbe.httpGet.path, '/healthz')
    for (const { containerPort } of container.ports)
      assert.match(containerfile, new RegExp(`EXPOSE.* ${containerPort}\\b`))
    const budget = all.find(
      ({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === `epacs-${role}`,
    )
    assert.deepEqual(budget?.spec.selector.matchLabels, pod.metadata.labels)
    const services = all.filter(({ kind, spec }) => kind === 'Service' && spec.selector.role === role)
    for (const { targetPort } of services.flatMap(({ spec }) => spec.ports ?? []))
      assert.ok(ports.includes(targetPort))
  }
  // What came by DICOM must not go with a pod.
  assert.equal(all.find(({ metadata }) => metadata.name === 'epacs-dicom')?.kind, 'StatefulSet')
})

test('systemd and Compose give a process more time to stop than it may take', async () => {
  const unit = await read('debian/epacs-centre@.service')
  assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]) > longestStopSeconds())
  const compose = await read('compose/compose.yaml')
  assert.ok(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1]) > longestStopSeconds())
  const { services } = parse(compose, { merge: true }) as {
    services: Readonly<Record<string, { image: string; network_mode?: string }>>
  }
  for (const name of ['database', 'centre1', 'centre2', 'centre3'])
    assert.equal(services[name]?.network_mode, 'service:proxy', name)
})

test('what prepare.sh writes for Compose is three configurations that are taken, behind a proxy that knows their ports', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-compose-'))
  t.after(() => rm(folder, { recursive: true }))
  const store = {
    S3_ENDPOINT: 'https://s3.example',
    S3_BUCKET: 'epacs',
    S3_ACCESS_KEY: 'a',
    S3_SECRET_KEY: 'b',
  }
  const settings = Object.entries(store).map(([name, value]) => `${name}=${value}`)
  const prepare = [...settings, 'sh', join(CENTRE, 'compose/prepare.sh'), folder]
  await run('env', prepare)
  const seal = await readFile(join(folder, 'centre/seal'), 'utf8')
  assert.ok(seal.length > 60)
  const proxy = await readFile(join(folder, 'haproxy/haproxy.cfg'), 'utf8')
  const ports = new Set<number>()
  for (const number of [1, 2, 3]) {
    const told: unknown = JSON.parse(await readFile(join(folder, `centre/centre${number}.json`), 'utf8'))
    const { portal, certificateEntrance, dicom, metrics, database } = parseConfig(told, '/etc/epacs-centre')
    assert.match(JSON.stringify(database), /postgres:\/\/epacs:[0-9a-f]{48}@127\.0\.0\.1\/epacs/)
    for (const port of [portal.port, certificateEntrance.port, dicom.tlsPort]) {
      assert.ok(proxy.includes(`127.0.0.1:${port} check port ${metrics.port} `), `${port}`)
      ports.add(Number(port))
    }
  }
  assert.equal(ports.size, 9)
  // Called again it changes nothing: keys that are gone are gone.
  await run('env', prepare)
  assert.equal(await readFile(join(folder, 'centre/seal'), 'utf8'), seal)
})

test('prepare.sh says when openssl is missing, and leaves no empty secret that would stay', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-compose-'))
  t.after(() => rm(folder, { recursive: true }))
  const settings = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'].map((name) => `${name}=a`)
  const prepare = ['/bin/sh', join(CENTRE, 'compose/prepare.sh'), folder]
  await assert.rejects(run('env', ['PATH=/nowhere', ...settings, ...prepare]), /openssl is not installed/)
  assert.deepEqual(await readdir(folder), [])
})
