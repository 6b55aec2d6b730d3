/** An authority that is nothing but the OpenSSL command line and its files: certificates, lists, OCSP answers. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const DAY_MS = 86_400_000

export async function openssl(...args: readonly string[]): Promise<void> {
  await execute('openssl', args)
}

export interface Made {
  readonly certificatePem: string
  readonly privateKeyPem: string
  readonly certFile: string
  readonly keyFile: string
}

export interface Wish {
  /** As `openssl req -newkey` takes it. */
  readonly newKey?: string
  readonly digest?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** X.509 v3 extensions, a line each, as in OpenSSL's configuration. */
  readonly extensions?: readonly string[]
}

export interface CrlWish {
  readonly lastUpdate?: Date
  readonly nextUpdate?: Date
  /** Lines of the list's extensions. */
  readonly extensions?: readonly string[]
  readonly digest?: string
  readonly signedBy?: OpensslAuthority
}

export interface OcspWish {
  /** Instead of the authority itself. */
  readonly signer?: Made
  /** Minutes until the answer ends; without it the answer does not say. */
  readonly minutes?: number
  readonly index?: string
  readonly digest?: string
}

export const PERSONAL = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=clientAuth',
]
export const RESPONDER = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=OCSPSigning',
  'noCheck=ignored',
]
export const authorityExtensions = (pathLength?: number) => [
  `basicConstraints=critical,CA:TRUE${pathLength === undefined ? '' : `,pathlen:${pathLength}`}`,
  'keyUsage=critical,keyCertSign,cRLSign',
]

export class OpensslAuthority {
  readonly own: Made
  readonly #folder: string

  private constructor(folder: string, own: Made) {
    this.#folder = folder
    this.own = own
  }

  /** Self-signed, in a folder of its own below `parent`. */
  static async make(parent: string, commonName: string, wish: Wish = {}): Promise<OpensslAuthority> {
    const folder = join(parent, `${randomBytes(4).toString('hex')}`)
    await prepare(folder)
    const made = filesIn(folder, 'authority')
    await writeFile(join(folder, 'x.cnf'), configuration(folder, wish.extensions ?? authorityExtensions()))
    await newKey(folder, made, commonName, wish.newKey)
    await sign(folder, made, wish, ['-selfsign', '-keyfile', made.keyFile])
    return new OpensslAuthority(folder, await read(made))
  }

  /** An authority below this one. */
  async below(parent: string, commonName: string, wish: Wish = {}): Promise<OpensslAuthority> {
    const folder = join(parent, `${randomBytes(4).toString('hex')}`)
    await prepare(folder)
    const made = await this.issue(commonName, { extensions: authorityExtensions(), ...wish })
    return new OpensslAuthority(folder, made)
  }

  async issue(commonName: string, wish: Wish = {}): Promise<Made> {
    const made = filesIn(this.#folder, randomBytes(6).toString('hex'))
    await writeFile(join(this.#folder, 'x.cnf'), configuration(this.#folder, wish.extensions ?? PERSONAL))
    await newKey(this.#folder, made, commonName, wish.newKey)
    await sign(this.#folder, made, wish, this.#signer())
    return await read(made)
  }

  async revoke({ certFile }: Made): Promise<void> {
    await writeFile(join(this.#folder, 'x.cnf'), configuration(this.#folder, []))
    await openssl('ca', '-config', join(this.#folder, 'x.cnf'), ...this.#signer(), '-revoke', certFile)
  }

  /** DER. */
  async crl(wish: CrlWish = {}): Promise<Buffer> {
    const { extensions = [], lastUpdate = minutes(-10), nextUpdate = minutes(60), signedBy = this } = wish
    const file = join(this.#folder, 'list')
    const config = join(this.#folder, 'list.cnf')
    await writeFile(config, configuration(this.#folder, [], ['authorityKeyIdentifier=keyid', ...extensions]))
    const dates = ['-crl_lastupdate', asn1Time(lastUpdate), '-crl_nextupdate', asn1Time(nextUpdate)]
    const digest = ['-md', wish.digest ?? 'sha256']
    const signer = ['-cert', this.own.certFile, '-keyfile', signedBy.own.keyFile]
    // With somebody else's key, its certificate has to be there as well: OpenSSL checks that they fit.
    const actual = signedBy === this ? signer : signedBy.#signer()
    await openssl(
      'ca',
      '-config',
      config,
      '-gencrl',
      '-crlexts',
      'list',
      ...actual,
      ...dates,
      ...digest,
      '-out',
      file,
    )
    await openssl('crl', '-in', file, '-outform', 'der', '-out', `${file}.der`)
    return await readFile(`${file}.der`)
  }

  /** DER of request and response. */
  async answer(
    request: Buffer,
    { signer = this.own, minutes: valid, index, digest = 'sha256' }: OcspWish = {},
  ): Promise<Buffer> {
    const name = join(this.#folder, randomBytes(6).toString('hex'))
    await writeFile(`${name}.req`, request)
    if (index !== undefined) await writeFile(`${name}.index`, index)
    const validity = valid === undefined ? [] : ['-nmin', String(valid)]
    await openssl(
      ...['ocsp', '-index', index === undefined ? join(this.#folder, 'index.txt') : `${name}.index`],
      ...['-CA', this.own.certFile, '-rsigner', signer.certFile, '-rkey', signer.keyFile, ...validity],
      ...['-rmd', digest, '-reqin', `${name}.req`, '-respout', `${name}.resp`],
    )
    return await readFile(`${name}.resp`)
  }

  /** A question about the certificate that has no nonce. DER. */
  async question({ certFile }: Made): Promise<Buffer> {
    const file = join(this.#folder, `${randomBytes(6).toString('hex')}.req`)
    await openssl('ocsp', '-issuer', this.own.certFile, '-cert', certFile, '-no_nonce', '-reqout', file)
    return await readFile(file)
  }

  /** Entries of certificates that never were. */
  async addRevoked(count: number): Promise<void> {
    const end = asn1Time(new Date(Date.now() + DAY_MS)).slice(2)
    const since = asn1Time(new Date(Date.now() - DAY_MS)).slice(2)
    const lines = Array.from({ length: count }, (_, index) => {
      const serial = `7${randomBytes(8).toString('hex').slice(1)}`.toUpperCase()
      return `R\t${end}\t${since},keyCompromise\t${serial}\tunknown\t/CN=${index}\n`
    })
    await appendFile(join(this.#folder, 'index.txt'), lines.join(''))
  }

  #signer(): string[] {
    return ['-cert', this.own.certFile, '-keyfile', this.own.keyFile]
  }
}

export function minutes(ahead: number): Date {
  return new Date(Date.now() + ahead * 60_000)
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'index.txt'), '')
  await writeFile(join(folder, 'index.txt.attr'), 'unique_subject = no\n')
  await writeFile(join(folder, 'crlnumber'), '01\n')
}

function filesIn(folder: string, name: string) {
  return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) }
}

async function read(files: { certFile: string; keyFile: string }): Promise<Made> {
  return {
    ...files,
    certificatePem: await readFile(files.certFile, 'utf8'),
    privateKeyPem: await readFile(files.keyFile, 'utf8'),
  }
}

async function newKey(
  folder: string,
  { keyFile }: { keyFile: string },
  commonName: string,
  kind = 'ec:prime256v1',
): Promise<void> {
  const [type = '', parameter = ''] = kind.split(':')
  const newKey =
    type === 'ec' ? ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${parameter}`] : ['-newkey', kind]
  await openssl(
    ...['req', '-config', join(folder, 'x.cnf'), ...newKey, '-nodes', '-keyout', keyFile],
    ...['-utf8', '-subj', `/C=CZ/O=DCA/CN=${commonName}`, '-out', `${keyFile}.csr`],
  )
}

async function sign(
  folder: string,
  { certFile, keyFile }: { certFile: string; keyFile: string },
  { notBefore = new Date(Date.now() - DAY_MS), notAfter = new Date(Date.now() + 30 * DAY_MS), digest }: Wish,
  signer: readonly string[],
): Promise<void> {
  const dates = ['-startdate', asn1Time(notBefore), '-enddate', asn1Time(notAfter)]
  const common = ['ca', '-config', join(folder, 'x.cnf'), '-batch', '-notext', '-md', digest ?? 'sha256']
  await openssl(...common, ...signer, ...dates, '-in', `${keyFile}.csr`, '-out', certFile)
}

function configuration(folder: string, extensions: readonly string[], list: readonly string[] = []): string {
  return `
[req]
distinguished_name = name
prompt = yes
[name]
[ca]
default_ca = authority
[authority]
database = ${join(folder, 'index.txt')}
crlnumber = ${join(folder, 'crlnumber')}
rand_serial = yes
new_certs_dir = ${folder}
default_md = sha256
policy = any
x509_extensions = leaf
[any]
countryName = optional
organizationName = optional
commonName = supplied
serialNumber = optional
[leaf]
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
${extensions.join('\n')}
[list]
${list.join('\n')}
`
}

/** GeneralizedTime, UTC. */
function asn1Time(date: Date): string {
  return date
    .toISOString()
    .replace(/[-:T]/g, '')
    .replace(/\.\d+Z$/, 'Z')
}
