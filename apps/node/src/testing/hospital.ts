/** A hospital for tests: a node of its own, enrolled at the test network, as a program that can be killed. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from '@epacs/package'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import type { InstitutionName, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { readNodeConfig } from '../config/read-config.ts'
import type { NodeConfigFile } from '../config/schema.ts'
import { filesOfNode } from '../encryption/files-of-node.ts'
import { enrolNode } from '../enrolment/enrol.ts'
import { readIdentity, writeIdentity } from '../enrolment/identity-file.ts'
import type { NodeState } from '../page/state.ts'

const RUN = fileURLToPath(new URL('./run-node.ts', import.meta.url))

type Changes = Partial<Omit<NodeConfigFile, 'dicom'>> & { dicom?: Partial<NodeConfigFile['dicom']> }

/** Beside its configuration, where the tests are run with encryption (EPACS_TEST_NODE_ENCRYPTED=1). */
const KEY_FILE = 'encryption.key'

/** As it stands in a key file. */
export function newKey(): string {
  return `${randomBytes(32).toString('base64')}\n`
}

export class Hospital {
  readonly folder: string
  readonly configPath: string
  readonly dicomPort: number
  readonly pagePort: number
  /** Of its process, besides that of the test. */
  environment: NodeJS.ProcessEnv = {}
  #child: ChildProcess | undefined

  private constructor(folder: string, dicomPort: number, pagePort: number) {
    this.folder = folder
    this.configPath = join(folder, 'node.yaml')
    this.dicomPort = dicomPort
    this.pagePort = pagePort
  }

  /** Not running yet. Calls come from 127.0.0.1 as PACS. `changes` of the configuration. An institution may have more. */
  static async enrol(
    network: TestNetwork,
    institution: InstitutionName,
    changes: Changes = {},
  ): Promise<Hospital> {
    const folder = await mkdtemp(join(network.folder, `node-${institution}-`))
    const code = await network.nodeCode(institution)
    const caFile = join(network.folder, 'ca.pem')
    return await Hospital.enrolAt({ centre: network.config.portal.publicUrl, code, caFile }, folder, changes)
  }

  /** With a code of any centre. */
  static async enrolAt(
    { centre, code, caFile }: { readonly centre: string; readonly code: string; readonly caFile: string },
    folder: string,
    changes: Changes = {},
  ): Promise<Hospital> {
    const hospital = new Hospital(folder, await freePort(), await freePort())
    const isEncrypted = process.env.EPACS_TEST_NODE_ENCRYPTED === '1'
    if (isEncrypted) await writeFile(join(folder, KEY_FILE), newKey(), { mode: 0o600 })
    const config: NodeConfigFile = {
      caFile,
      ...(isEncrypted ? { encryption: { keyFile: KEY_FILE } } : {}),
      pollSeconds: 1,
      ...changes,
      page: { port: hospital.pagePort, ...changes.page },
      dicom: {
        host: '127.0.0.1',
        port: hospital.dicomPort,
        callers: [{ aeTitle: 'PACS', addresses: ['127.0.0.1'] }],
        releaseSeconds: 0,
        // What is sent ends with its association, however slow the machine is.
        quietSeconds: 10,
        diskReserveBytes: 0,
        ...changes.dicom,
      },
    }
    // JSON is YAML.
    await writeFile(hospital.configPath, JSON.stringify(config))
    await enrolNode({ centre, code, configPath: hospital.configPath })
    return hospital
  }

  /** Calls the centre at another port of this machine from its next start on. */
  async callAt(port: number): Promise<void> {
    const dataFolder = join(this.folder, 'data')
    const identity = await readIdentity(dataFolder)
    await writeIdentity(dataFolder, { ...identity, certificateEntrance: `https://localhost:${port}` })
  }

  /** Of `dicom` in its configuration, by the running node. */
  async reload(changes: Partial<NodeConfigFile['dicom']>): Promise<void> {
    const config = JSON.parse(await readFile(this.configPath, 'utf8'))
    await writeFile(this.configPath, JSON.stringify({ ...config, dicom: { ...config.dicom, ...changes } }))
    assert.equal(await this.command('reload'), 200)
  }

  async start(): Promise<void> {
    const file = await open(this.#logPath, 'a', 0o600)
    const log = process.env.EPACS_TEST_LOG === undefined ? file.fd : 'inherit'
    this.#child = spawn(process.execPath, [RUN, this.configPath], {
      stdio: ['ignore', log, 'inherit'],
      env: { ...process.env, ...this.environment },
    })
    await file.close()
    const child = this.#child
    await until('the node runs', async () => {
      if (child.exitCode !== null) throw new Error(`the node ended with ${child.exitCode}`)
      return (await this.state()) !== undefined
    })
  }

  /** By which its images are opened. */
  async files(): Promise<Files> {
    return await filesOfNode(await readNodeConfig(this.configPath))
  }

  get #logPath(): string {
    return join(this.folder, 'node.log')
  }

  /** What it has logged since it was enrolled. */
  async log(): Promise<string> {
    return await readFile(this.#logPath, 'utf8')
  }

  /** Knows the participants: it can take images. */
  async startAndReach(): Promise<void> {
    await this.start()
    await until('the node reaches the centre', async () => (await this.state())?.centre.isReached === true)
  }

  /** Undefined: it does not run. */
  async state(): Promise<NodeState | undefined> {
    const asked = fetch(`http://127.0.0.1:${this.pagePort}/api/state`, {
      signal: AbortSignal.timeout(30_000),
    })
    const response = await asked.catch(() => undefined)
    return response === undefined ? undefined : ((await response.json()) as NodeState)
  }

  /** As a button of its page does. @returns the status of the answer */
  async command(
    path: string,
    headers: Record<string, string> = { 'x-epacs-node': '1' },
    body?: object,
  ): Promise<number> {
    const url = `http://127.0.0.1:${this.pagePort}/api/${path}`
    const json = body === undefined ? null : JSON.stringify(body)
    return (await fetch(url, { method: 'POST', headers, body: json })).status
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }
}
