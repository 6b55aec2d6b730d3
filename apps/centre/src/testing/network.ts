/**
 * A small network on loopback for tests: a real centre with a real database and TLS, institutions, people with
 * certificates of an authority of its own. The centre runs in the test's process or as a child that can be killed.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import {
  certificateFacts,
  type Issued,
  issuePersonalCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
  makeCertificateRequest,
} from '@epacs/pki'
import type { BootstrapFile } from '../bootstrap/index.ts'
import { type ConfigFile, parseConfig } from '../config/index.ts'
import type { CrashPoint } from '../crash-points.ts'
import { findPostmaster, stopPostmaster } from '../database/embedded/postmaster.ts'
import { type RunningCentre, startCentre } from '../running-centre.ts'
import { ApiClient } from './api-client.ts'
import { Browser, type HeldCertificate } from './browser.ts'
import { type CentreProcess, spawnCentre } from './centre-process.ts'
import { copyDatabase, removeDatabase } from './database-template.ts'
import { freePort } from './free-port.ts'
import { lookedThroughLog } from './looked-through-log.ts'
import { issueByOpenSsl } from './openssl.ts'
import { makeOuterDatabase, removeOuterDatabase } from './outer-database.ts'
import {
  lookForPatients,
  lookThroughMails,
  lookThroughNodeLogs,
  requireNoPatients,
} from './planted-patients.ts'

const MIB = 1024 ** 2
/** This process goes on after its centre: what would be left behind, however busy the machine, fails the next test. */
const STEP_WITHIN_MS = 60_000

/** Sorted as a Czech reader expects. */
export const INSTITUTIONS = {
  caslav: {
    id: id(1),
    name: 'Čáslavská nemocnice',
    kind: 'hospital',
    city: 'Čáslav',
    aeTitle: 'CASLAV',
    position: { latitude: 49.91103, longitude: 15.38977 },
  },
  hornicka: {
    id: id(2),
    name: 'Hornická poliklinika',
    kind: 'outpatient',
    city: 'Most',
    aeTitle: 'HORNICKA',
  },
  chyne: { id: id(3), name: 'Chirurgie Chýně', kind: 'private-practice', city: 'Chýně', aeTitle: 'CHYNE' },
  plzen: { id: id(4), name: 'Plzeňský ústav', kind: 'scientific', city: 'Plzeň', aeTitle: 'PLZEN' },
} as const
export type InstitutionName = keyof typeof INSTITUTIONS

export interface Person {
  readonly id: string
  readonly name: string
  /** Null: the operator. */
  readonly institution: InstitutionName | null
}

export const PEOPLE = {
  sender: { id: id(101), name: 'Jana Čápová', institution: 'caslav' },
  colleague: { id: id(102), name: 'Karel Dub', institution: 'caslav' },
  receiver: { id: id(103), name: 'Hana Malá', institution: 'hornicka' },
  second: { id: id(104), name: 'Šimon Ráž', institution: 'chyne' },
  uninvolved: { id: id(105), name: 'Eva Zemanová', institution: 'plzen' },
  operator: { id: id(106), name: 'Olga Provozní', institution: null },
} as const satisfies Record<string, Person>
export type PersonName = keyof typeof PEOPLE

/** The practice's mailbox is small, to be filled. */
const QUOTAS = {
  hospital: 512 * MIB,
  outpatient: 512 * MIB,
  specialised: MIB,
  'private-practice': 2 * MIB,
  scientific: MIB,
}

function id(number: number): string {
  return `01940000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

export class TestNetwork {
  readonly folder: string
  readonly config: ConfigFile
  readonly configPath: string
  readonly #authority: Issued
  readonly #certificates: ReadonlyMap<PersonName, Issued>
  /** By address and certificate: a handshake for each call would be half of what a test does. */
  readonly #clients = new Map<string, ApiClient>()
  readonly #browsers: Browser[] = []
  readonly #processes: CentreProcess[] = []
  #running: RunningCentre | undefined

  private constructor(
    folder: string,
    config: ConfigFile,
    authority: Issued,
    certificates: ReadonlyMap<PersonName, Issued>,
  ) {
    this.folder = folder
    this.config = config
    this.configPath = join(folder, 'centre.json')
    this.#authority = authority
    this.#certificates = certificates
  }

  /** Everything but the running centre. `validity` of certificates. */
  static async prepare(
    changes: Partial<ConfigFile> = {},
    validity = {
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 86_400_000),
    },
  ): Promise<TestNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-network-'))
    const authority = await makeAuthority({ commonName: 'Test CA', organization: 'ePACS tests', ...validity })
    const server = await issueServerCertificate(authority, { ...LOCAL_NAMES, ...validity })
    const certificates = new Map<PersonName, Issued>()
    for (const [name, person] of Object.entries(PEOPLE) as [PersonName, Person][]) {
      const issued = await issuePersonalCertificate(authority, { commonName: person.name, ...validity })
      certificates.set(name, issued)
      await writeFile(join(folder, `${name}.pem`), issued.certificatePem)
      await writeFile(join(folder, `${name}-key.pem`), issued.privateKeyPem)
    }
    await writeFile(join(folder, 'ca.pem'), authority.certificatePem)
    await writeFile(join(folder, 'server.pem'), server.certificatePem)
    await writeFile(join(folder, 'server-key.pem'), server.privateKeyPem)
    await writeFile(join(folder, 'bootstrap.json'), JSON.stringify(bootstrap()))
    const [portal, certificate, database] = [await freePort(), await freePort(), await freePort()]
    await mkdir(join(folder, 'portal/assets'), { recursive: true })
    await writeFile(
      join(folder, 'portal/index.html'),
      '<!doctype html><meta name="epacs-contact" content="" /><title>ePACS</title>',
    )
    await mkdir(join(folder, 'portal/pages'))
    await writeFile(
      join(folder, 'portal/pages/help.html'),
      '<!doctype html><meta name="epacs-contact" content="" /><script>1</script><style>p {}</style><h1>Help</h1>',
    )
    await writeFile(join(folder, 'portal/pages/sign-in.html'), '<!doctype html><h1>Sign in</h1>')
    await writeFile(join(folder, 'portal/assets/main-0a1b2c.js'), 'export {}\n')
    await mkdir(join(folder, 'portal/viewer'))
    await writeFile(join(folder, 'portal/viewer.html'), '<!doctype html><title>Viewer</title>')
    await writeFile(join(folder, 'portal/viewer/app.bundle.0123456789abcdef.js'), '0\n')
    await writeFile(join(folder, 'portal/viewer/app.bundle.css'), 'p {}\n')
    await writeFile(join(folder, 'portal/assets/main-0a1b2c.js.br'), brotliCompressSync('export {}\n'))
    const worker = join(folder, 'portal/assets/picture-worker-0a1b2c.js')
    await writeFile(worker, '0\n')
    await writeFile(`${worker}.br`, brotliCompressSync('0\n'))
    const outerDatabase = changes.database === undefined ? await makeOuterDatabase() : undefined
    const config: ConfigFile = {
      dataFolder: join(folder, 'data'),
      portal: {
        port: portal,
        publicUrl: `https://localhost:${portal}`,
        tls: { certFile: join(folder, 'server.pem'), keyFile: join(folder, 'server-key.pem') },
        folder: join(folder, 'portal'),
      },
      certificateEntrance: { port: certificate, publicUrl: `https://localhost:${certificate}` },
      database: outerDatabase === undefined ? { embedded: { port: database } } : { url: outerDatabase },
      bootstrapFile: join(folder, 'bootstrap.json'),
      quotas: QUOTAS,
      // Its certificates say nothing of where their revocation can be learnt.
      certificates: { revocation: 'soft-fail' },
      uploads: { diskReserveBytes: 0 },
      logging: { level: 'info' },
      ...changes,
    }
    const network = new TestNetwork(folder, config, authority, certificates)
    await writeFile(network.configPath, JSON.stringify(config))
    await copyDatabase(config)
    return network
  }

  static async start(changes: Partial<ConfigFile> = {}): Promise<TestNetwork> {
    const network = await TestNetwork.prepare(changes)
    try {
      await network.startHere()
    } catch (error) {
      await network.remove()
      throw error
    }
    return network
  }

  /** The centre in this process; then its inside can be looked at. */
  async startHere(): Promise<RunningCentre> {
    const config = parseConfig(this.config, this.folder)
    this.#running = await startCentre(config, lookedThroughLog(), STEP_WITHIN_MS)
    return this.#running
  }

  /** The centre as a program of its own. `crashAt`: a point at which it ends as by kill -9. */
  async startProcess(crashAt?: CrashPoint, env: NodeJS.ProcessEnv = {}): Promise<CentreProcess> {
    const started = await spawnCentre(this.configPath, crashAt, { environment: env })
    this.#processes.push(started)
    await started.untilReady(this.visitor())
    return started
  }

  /**
   * One more process of the same centre, as on another machine: with a data folder and ports of its own. Not started;
   * its people are asked for by `as`.
   */
  async sibling(changes: Partial<ConfigFile> = {}): Promise<TestNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'epacs-network-'))
    const [portal, certificate] = [await freePort(), await freePort()]
    const config: ConfigFile = {
      ...this.config,
      dataFolder: join(folder, 'data'),
      portal: { ...this.config.portal, port: portal, publicUrl: `https://localhost:${portal}` },
      certificateEntrance: { port: certificate, publicUrl: `https://localhost:${certificate}` },
      ...changes,
    }
    const network = new TestNetwork(folder, config, this.#authority, this.#certificates)
    await writeFile(network.configPath, JSON.stringify(config))
    return network
  }

  /** The node that was enrolled at another process, calling at this one. */
  sameNode(node: ApiClient): ApiClient {
    const { cert, key } = node.agent.options
    return this.#client(this.config.certificateEntrance.publicUrl, {
      certificatePem: String(cert),
      privateKeyPem: String(key),
    })
  }

  /** A certificate for a program that calls and is called, as files. @returns its PEM */
  async issueBoth(file: string, commonName = 'localhost'): Promise<string> {
    const { certificatePem, privateKeyPem } = await issueByOpenSsl(this.#authority, {
      commonName,
      extensions: ['extendedKeyUsage=clientAuth,serverAuth', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    })
    await writeFile(join(this.folder, `${file}.pem`), certificatePem)
    await writeFile(join(this.folder, `${file}-key.pem`), privateKeyPem)
    return certificatePem
  }

  /** The institution's gateway may call with it. */
  async bindGateway(institution: InstitutionName, certificatePem: string): Promise<void> {
    const { issuer, subjectKeySha256 } = certificateFacts(certificatePem)
    const { id: gateway_id } = await this.centre.db
      .selectFrom('dicom_gateway')
      .where('institution_id', '=', INSTITUTIONS[institution].id)
      .select('id')
      .executeTakeFirstOrThrow()
    await this.centre.db
      .insertInto('dicom_gateway_certificate')
      .values({ gateway_id, issuer, subject_key_sha256: subjectKeySha256 })
      .execute()
  }

  get centre() {
    if (this.#running === undefined) throw new Error('the centre does not run in this process')
    return this.#running.centre
  }

  async stopHere(): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    this.#running = undefined
    lookForPatients(await running.centre.metrics.metrics(), 'the metrics')
    await running.stop()
  }

  /** Ends everything and removes it. */
  async remove(): Promise<void> {
    for (const client of [...this.#clients.values(), ...this.#browsers]) client.close()
    await this.stopHere()
    for (const each of this.#processes) await each.kill()
    const orphan = await findPostmaster(join(this.folder, 'data/postgresql'))
    if (orphan !== undefined) await stopPostmaster(orphan.pid, 2000)
    await removeDatabase(join(this.folder, 'data'))
    if ('url' in this.config.database) await removeOuterDatabase(this.config.database.url)
    await lookThroughMails(join(this.folder, 'data'))
    await lookThroughNodeLogs(this.folder)
    // What ends a moment later may still write there.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
    requireNoPatients()
  }

  /** Calls the API with a certificate, at the certificate entrance. */
  as(name: PersonName): ApiClient {
    const certificate = this.#certificates.get(name)
    return this.#client(this.config.certificateEntrance.publicUrl, certificate)
  }

  /** What enrols a communication node of the institution. */
  async nodeCode(institution: InstitutionName): Promise<string> {
    const json = { institution: INSTITUTIONS[institution].id }
    return (await this.as('operator').call('POST', '/api/nodes/codes', { json })).json.code
  }

  /** Calls as a communication node that is enrolled now. */
  async enrolNode(institution: InstitutionName): Promise<ApiClient> {
    const { privateKeyPem, requestPem } = await makeCertificateRequest('node')
    const json = { code: await this.nodeCode(institution), certificateRequest: requestPem }
    const { certificate } = (await this.visitor().call('POST', '/api/nodes', { json })).json
    const { publicUrl } = this.config.certificateEntrance
    return this.#client(publicUrl, { certificatePem: certificate, privateKeyPem })
  }

  /** With its key, for programs of others. */
  certificateOf(name: PersonName): Issued {
    const issued = this.#certificates.get(name)
    if (issued === undefined) throw new Error(`${name} has no certificate`)
    return issued
  }

  /** A browser of somebody with a certificate of the accepted authority whom nobody knows. */
  async stranger(commonName: string): Promise<Browser> {
    const validity = {
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 86_400_000),
    }
    const { certificatePem, privateKeyPem } = await issuePersonalCertificate(this.#authority, {
      commonName,
      ...validity,
    })
    return this.#browser({ cert: certificatePem, key: privateKeyPem })
  }

  /** A browser with the person's certificate, not signed in. */
  browserOf(name: PersonName): Browser {
    const { certificatePem = '', privateKeyPem = '' } = this.#certificates.get(name) ?? {}
    return this.#browser({ cert: certificatePem, key: privateKeyPem })
  }

  /** A browser without any certificate. */
  newBrowser(): Browser {
    return this.#browser()
  }

  #browser(certificate?: HeldCertificate): Browser {
    const browser = new Browser(this.#authority.certificatePem, certificate)
    this.#browsers.push(browser)
    return browser
  }

  /** Nobody in particular, at the portal. */
  visitor(): ApiClient {
    return this.#client(this.config.portal.publicUrl, undefined)
  }

  #client(origin: string, certificate: Issued | undefined): ApiClient {
    const key = `${origin} ${certificate?.certificatePem}`
    const before = this.#clients.get(key)
    if (before !== undefined) return before
    const client = new ApiClient(origin, {
      ca: this.#authority.certificatePem,
      ...(certificate ? { cert: certificate.certificatePem, key: certificate.privateKeyPem } : {}),
    })
    this.#clients.set(key, client)
    return client
  }
}

/** Calls as PACS_…; over TLS with the certificates of the institution's people. */
function gatewayOf(name: string, aeTitle: string) {
  const people = Object.entries(PEOPLE).filter(([, { institution }]) => institution === name)
  return {
    aeTitle: `PACS_${aeTitle}`,
    addresses: ['127.0.0.1'],
    certificates: people.map(([person]) => `${person}.pem`),
  }
}

function bootstrap(): BootstrapFile {
  return {
    institutions: Object.entries(INSTITUTIONS).map(([name, institution]) => ({
      ...institution,
      gateways: [gatewayOf(name, institution.aeTitle)],
      contacts: [
        { name: 'Sekretariát', function: 'kontakt', email: 'sekretariat@example.cz', phone: '+420 111' },
      ],
    })),
    people: Object.entries(PEOPLE).map(([name, person]) => ({
      id: person.id,
      name: person.name,
      certificates: [`${name}.pem`],
      memberships: person.institution === null ? [] : [{ institution: INSTITUTIONS[person.institution].id }],
      operator: person.institution === null,
    })),
    authorities: [{ name: 'Test CA', website: 'https://ca.example.cz', certificate: 'ca.pem' }],
  }
}
