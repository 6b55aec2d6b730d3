/** Certificates that come into the world while a test runs, made with the OpenSSL command line. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { KeyPair } from './network.ts'
import { network } from './network.ts'

const run = promisify(execFile)
const openssl = async (...args: readonly string[]) => void (await run('openssl', args))

type Person = ReturnType<typeof network>['users'][number]

const DAYS = '90'
const PERSONAL = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature']
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-utf8']

/** A new key of a person of the demo, as the demo's authority would certify it. */
export async function renewedCertificate(person: Person, folder: string): Promise<KeyPair> {
  const { subject } = new X509Certificate(await readFile(person.cert))
  return await certifiedByDemo(person.name, /serialNumber=(.+)/.exec(subject)?.[1] ?? '', folder)
}

/** Of somebody whom the network does not know, by the demo's authority. */
export async function strangersCertificate(name: string, folder: string): Promise<KeyPair> {
  return await certifiedByDemo(name, randomBytes(8).toString('hex'), folder)
}

async function certifiedByDemo(name: string, serial: string, folder: string): Promise<KeyPair> {
  const { ca, operator } = network()
  const { infoAccess = '' } = new X509Certificate(await readFile(operator.cert))
  const ocsp = /OCSP - URI:(\S+)/.exec(infoAccess)?.[1] ?? ''
  const authority = { cert: ca, key: ca.replace(/\.pem$/, '-key.pem') }
  const addresses = [`authorityInfoAccess=OCSP;URI:${ocsp}`]
  return await issue(folder, authority, `/CN=${name}/serialNumber=${serial}`, addresses)
}

export interface StrangeAuthority {
  readonly name: string
  /** PEM file. */
  readonly cert: string
  certify(person: Person): Promise<KeyPair>
  close(): void
}

/** An authority that the demo does not know, with a revocation list of its own on this machine. */
export async function strangeAuthority(name: string, folder: string): Promise<StrangeAuthority> {
  await mkdir(folder, { recursive: true })
  const own = { cert: join(folder, 'authority.pem'), key: join(folder, 'authority-key.pem') }
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await openssl('req', '-x509', ...NEW_KEY, ...usage, '-days', DAYS, ...subjectOf(`/CN=${name}`), ...to(own))
  const list = await emptyList(own, folder)
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/pkix-crl').end(list)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const addresses = [`crlDistributionPoints=URI:http://localhost:${port}/list.crl`]
  return {
    name,
    cert: own.cert,
    certify: (person) => issue(join(folder, 'person'), own, `/CN=${person.name}`, addresses),
    close: () => server.close(),
  }
}

/** What a certificate is bound to a person by. */
export async function bindingOf({ cert }: KeyPair): Promise<{ issuer: string; subjectKeySha256: Buffer }> {
  const { issuer, publicKey } = new X509Certificate(await readFile(cert))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  return { issuer, subjectKeySha256: createHash('sha256').update(key).digest() }
}

async function issue(
  folder: string,
  authority: KeyPair,
  subject: string,
  addresses: readonly string[],
): Promise<KeyPair> {
  await mkdir(folder, { recursive: true })
  const files = { cert: join(folder, 'person.pem'), key: join(folder, 'person-key.pem') }
  const request = join(folder, 'request.pem')
  const extensions = join(folder, 'extensions.cnf')
  await writeFile(extensions, [...PERSONAL, 'extendedKeyUsage=clientAuth', ...addresses].join('\n'))
  await openssl('req', '-new', ...NEW_KEY, ...subjectOf(subject), ...to({ cert: request, key: files.key }))
  const serial = ['-set_serial', `0x7${randomBytes(8).toString('hex')}`]
  const by = ['-CA', authority.cert, '-CAkey', authority.key, ...serial, '-days', DAYS]
  await openssl('x509', '-req', '-in', request, ...by, '-extfile', extensions, '-out', files.cert)
  return files
}

/** DER: nothing was revoked. */
async function emptyList({ cert, key }: KeyPair, folder: string): Promise<Buffer> {
  const [config, index, list] = ['list.cnf', 'index.txt', 'list.der'].map((name) => join(folder, name))
  if (config === undefined || index === undefined || list === undefined) throw new Error('no files')
  await writeFile(index, '')
  await writeFile(
    config,
    `[ca]\ndefault_ca=here\n[here]\ndatabase=${index}\ndefault_md=sha256\ndefault_crl_days=30\n[list]\nauthorityKeyIdentifier=keyid\n`,
  )
  const signer = ['-cert', cert, '-keyfile', key]
  await openssl('ca', '-config', config, '-gencrl', '-crlexts', 'list', ...signer, '-out', `${list}.pem`)
  await openssl('crl', '-in', `${list}.pem`, '-outform', 'der', '-out', list)
  return await readFile(list)
}

const subjectOf = (subject: string) => ['-subj', subject]
const to = ({ cert, key }: KeyPair) => ['-keyout', key, '-out', cert]
