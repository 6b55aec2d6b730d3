/** Personal certificates as somebody else's software makes them: the OpenSSL command line. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Issued } from '@epacs/pki'

const run = promisify(execFile)

export interface OpenSslRequest {
  readonly commonName: string
  /** As `openssl req -newkey` takes it. */
  readonly newKey?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** X.509 v3 extensions, a line each, as in OpenSSL's configuration. */
  readonly extensions?: readonly string[]
}

const DAY_MS = 86_400_000
const FOR_SIGNING_IN = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=clientAuth']

/** Signed by `authority`, with SHA-256. */
export async function issueByOpenSsl(authority: Issued, request: OpenSslRequest): Promise<Issued> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-openssl-'))
  const at = (name: string) => join(folder, name)
  const {
    commonName,
    newKey = 'rsa:2048',
    notBefore = new Date(Date.now() - DAY_MS),
    notAfter = new Date(Date.now() + 30 * DAY_MS),
    extensions = FOR_SIGNING_IN,
  } = request
  try {
    await writeFile(at('ca.pem'), authority.certificatePem)
    await writeFile(at('ca.key'), authority.privateKeyPem)
    await writeFile(at('index.txt'), '')
    await writeFile(at('serial'), randomBytes(8).toString('hex'))
    await writeFile(at('openssl.cnf'), configuration(folder, extensions))
    const key = ['-newkey', newKey, '-nodes', '-keyout', at('leaf.key')]
    const subject = ['-utf8', '-subj', `/C=CZ/CN=${commonName}`]
    await run('openssl', ['req', '-config', at('openssl.cnf'), ...key, ...subject, '-out', at('leaf.csr')])
    const dates = ['-startdate', asn1Time(notBefore), '-enddate', asn1Time(notAfter)]
    const files = ['-in', at('leaf.csr'), '-out', at('leaf.pem')]
    await run('openssl', ['ca', '-config', at('openssl.cnf'), '-batch', '-notext', ...dates, ...files])
    return {
      certificatePem: await readFile(at('leaf.pem'), 'utf8'),
      privateKeyPem: await readFile(at('leaf.key'), 'utf8'),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function configuration(folder: string, extensions: readonly string[]): string {
  return `
[req]
distinguished_name = name
prompt = yes
[name]
[ca]
default_ca = authority
[authority]
certificate = ${join(folder, 'ca.pem')}
private_key = ${join(folder, 'ca.key')}
database = ${join(folder, 'index.txt')}
serial = ${join(folder, 'serial')}
new_certs_dir = ${folder}
default_md = sha256
policy = any
x509_extensions = leaf
[any]
countryName = optional
commonName = supplied
[leaf]
basicConstraints = critical,CA:FALSE
${extensions.join('\n')}
`
}

/** GeneralizedTime, UTC. */
function asn1Time(date: Date): string {
  return date
    .toISOString()
    .replace(/[-:T]/g, '')
    .replace(/\.\d+Z$/, 'Z')
}
