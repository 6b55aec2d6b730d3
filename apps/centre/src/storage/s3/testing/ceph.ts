/**
 * A real, distributed object store for tests: Ceph of Debian's packages on this machine alone, with one monitor, one
 * OSD that keeps everything in memory, and the S3 gateway. Nothing of it outlives `stop`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { issueServerCertificate, LOCAL_NAMES, makeAuthority } from '@epacs/pki'
import { freePorts } from '../../../testing/free-port.ts'

const run = promisify(execFile)
const UP_WITHIN_MS = 120_000

export const KMS_KEY = 'testkey-1'
/** Behind which buckets stand as hosts, in requests over HTTP. */
export const DNS_NAME = 's3.test'

export class Ceph {
  readonly folder: string
  readonly port: number
  readonly tlsPort: number
  readonly #monitorPort: number
  readonly #programs: ChildProcess[] = []

  /** @param firstPort of three */
  private constructor(folder: string, firstPort: number) {
    this.folder = folder
    this.port = firstPort
    this.tlsPort = firstPort + 1
    this.#monitorPort = firstPort + 2
  }

  static async start(): Promise<Ceph> {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-ceph-'))
    const ceph = new Ceph(folder, await freePorts(3))
    try {
      await ceph.#start()
    } catch (error) {
      const log = await readFile(join(folder, 'out'), 'utf8').catch(() => '')
      await ceph.stop()
      throw new Error(`Ceph did not start: ${log.slice(-2000)}`, { cause: error })
    }
    return ceph
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get tlsEndpoint(): string {
    return `https://127.0.0.1:${this.tlsPort}`
  }

  get caFile(): string {
    return join(this.folder, 'ca.pem')
  }

  /** In AWS' form. */
  get credentialsFile(): string {
    return join(this.folder, 'credentials')
  }

  async stop(): Promise<void> {
    for (const program of this.#programs.toReversed()) {
      const ended = new Promise((resolve) => program.once('close', resolve))
      if (program.exitCode === null && program.signalCode === null && program.kill('SIGKILL')) await ended
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async #start(): Promise<void> {
    const fsid = randomUUID()
    await this.#writeFiles(fsid)
    const monitor = `v1:127.0.0.1:${this.#monitorPort}`
    const map = join(this.folder, 'monmap')
    await this.#do('monmaptool', '--create', '--addv', 'a', monitor, '--fsid', fsid, map)
    await this.#do('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map)
    this.#begin('ceph-mon', '-f', '-i', 'a')
    const osd = randomUUID()
    await this.#tellMonitor('osd', 'new', osd)
    await this.#tellMonitor('osd', 'crush', 'add', '0', '1', 'root=default', 'host=here')
    await this.#do('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', osd)
    this.#begin('ceph-osd', '-f', '-i', '0')
    this.#begin('radosgw', '-f', '-n', 'client.rgw')
    await this.#untilUp()
    const accessKey = randomBytes(8).toString('hex')
    const secretKey = randomBytes(16).toString('hex')
    const names = ['--uid', 'epacs', '--display-name', 'epacs']
    const keys = ['--access-key', accessKey, '--secret-key', secretKey]
    await this.#do('radosgw-admin', '-n', 'client.rgw', 'user', 'create', ...names, ...keys)
    const credentials = `[default]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`
    await writeFile(this.credentialsFile, credentials, { mode: 0o600 })
  }

  async #writeFiles(fsid: string): Promise<void> {
    const { folder } = this
    for (const name of ['mon', 'osd', 'rgw']) await mkdir(join(folder, name))
    const validity = {
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 86_400_000),
    }
    const authority = await makeAuthority({
      commonName: 'Store CA',
      organization: 'ePACS tests',
      ...validity,
    })
    const server = await issueServerCertificate(authority, { ...LOCAL_NAMES, ...validity })
    await writeFile(this.caFile, authority.certificatePem)
    await writeFile(join(folder, 'server.pem'), server.certificatePem)
    await writeFile(join(folder, 'server-key.pem'), server.privateKeyPem)
    const tls = `ssl_certificate=${folder}/server.pem ssl_private_key=${folder}/server-key.pem`
    const frontend = `beast endpoint=127.0.0.1:${this.port} ssl_endpoint=127.0.0.1:${this.tlsPort} ${tls}`
    await writeFile(
      join(folder, 'ceph.conf'),
      `[global]
fsid = ${fsid}
mon host = v1:127.0.0.1:${this.#monitorPort}
ms bind msgr2 = false
public addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${folder}
log file = ${folder}/$name.log
admin socket = ${folder}/$name.asok
pid file =
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
[mon]
mon data = ${folder}/mon
mon initial members = a
# A second for each of the gateway's ten pools otherwise.
paxos propose interval = 0.05
[osd]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = ${4 * 1024 ** 3}
# By itself it may say so before it knows whom it speaks with ("wrong fsid"), and ends.
osd crush update on start = false
osd class update on start = false
osd class load list = *
osd class default list = *
[client]
keyring = /dev/null
[client.rgw]
rgw data = ${folder}/rgw
rgw frontends = ${frontend}
rgw dns name = ${DNS_NAME}
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = ${KMS_KEY}=${randomBytes(32).toString('base64')}
`,
    )
  }

  async #do(command: string, ...args: string[]): Promise<void> {
    await run(command, args, { env: this.#env, cwd: this.folder, timeout: UP_WITHIN_MS })
  }

  /**
   * A client may ask before it was told whose monitor it speaks with, and is then refused ("wrong fsid", EPERM): the
   * command is given again. Each of them says the same when given twice.
   */
  async #tellMonitor(...args: string[]): Promise<void> {
    const deadline = performance.now() + UP_WITHIN_MS
    for (;;) {
      try {
        return await this.#do('ceph', '--connect-timeout', '60', ...args)
      } catch (error) {
        if (!String(error).includes('EPERM') || performance.now() > deadline) throw error
        await delay(200)
      }
    }
  }

  #begin(command: string, ...args: string[]): void {
    const out = openSync(join(this.folder, 'out'), 'a')
    const program = spawn(command, args, { env: this.#env, cwd: this.folder, stdio: ['ignore', out, out] })
    closeSync(out)
    this.#programs.push(program)
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, CEPH_CONF: join(this.folder, 'ceph.conf') }
  }

  async #untilUp(): Promise<void> {
    const deadline = performance.now() + UP_WITHIN_MS
    while (!(await listens(this.port))) {
      if (this.#programs.some(({ exitCode }) => exitCode !== null))
        throw new Error('one of its programs ended')
      if (performance.now() > deadline) throw new Error('the gateway does not listen')
      await delay(50)
    }
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
