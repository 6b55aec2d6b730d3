/**
 * The demo's own authority, the servers' certificate and the people's, kept in files over restarts. A certificate is
 * made again when it is missing, does not fit its key or its authority, ends within a week, or names other addresses
 * for its revocation.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  certificateFacts,
  type Issued,
  issuePersonalCertificate,
  issueResponderCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
  type Revocable,
  toPkcs12,
  type Validity,
} from '@epacs/pki'
import { isErrno, readOptional, writeDurably } from '../machine/files.ts'
import type { CertifiedPerson } from '../network/people.ts'

const DAY_MS = 24 * 3600 * 1000
const AUTHORITY_DAYS = 3650
const LEAF_DAYS = 397
const RENEW_BEFORE_MS = 7 * DAY_MS

/** ASCII, and the same for all: these keys guard nothing. */
const P12_PASSWORD = 'epacs-demo'

/** Absolute paths. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

export interface PersonalFiles extends KeyPair {
  readonly p12: string
}

export interface DemoCertificates {
  /** All of it lies below. */
  readonly folder: string
  readonly authority: KeyPair
  /** Answers for the authority by OCSP. */
  readonly responder: KeyPair
  /** The authority's certificate. */
  readonly ca: string
  readonly server: KeyPair
  readonly p12Password: string
  of(person: CertifiedPerson): PersonalFiles
}

function validity(now: Date, days: number): Validity {
  // Clocks of virtual machines and browsers differ.
  return {
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + days * DAY_MS),
  }
}

function pairIn(folder: string, name: string): KeyPair {
  return { cert: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`) }
}

/** undefined: missing, unreadable, ending, or not of this authority. */
async function read(
  files: KeyPair,
  authorityPem: string | undefined,
  now: Date,
): Promise<Issued | undefined> {
  const [certificatePem, privateKeyPem] = await Promise.all([
    readOptional(files.cert),
    readOptional(files.key),
  ])
  if (certificatePem === undefined || privateKeyPem === undefined) return undefined
  try {
    const certificate = new X509Certificate(certificatePem)
    const authority = new X509Certificate(authorityPem ?? certificatePem)
    const isGood =
      certificate.validToDate.getTime() - now.getTime() > RENEW_BEFORE_MS &&
      certificate.checkPrivateKey(createPrivateKey(privateKeyPem)) &&
      certificate.verify(authority.publicKey)
    return isGood ? { certificatePem, privateKeyPem } : undefined
  } catch (error) {
    if (isErrno(error, 'EACCES')) throw error
    return undefined // damaged: made again
  }
}

async function write(files: KeyPair, { certificatePem, privateKeyPem }: Issued): Promise<void> {
  await writeDurably(files.key, privateKeyPem, 0o600)
  await writeDurably(files.cert, certificatePem, 0o644)
}

interface Making {
  readonly folder: string
  readonly now: Date
  readonly urls: Revocable
  /** Names of what had to be made. */
  readonly made: string[]
}

async function keep(
  { folder, now, made }: Making,
  name: string,
  authorityPem: string | undefined,
  make: () => Promise<Issued>,
  isWanted: (kept: Issued) => boolean = () => true,
): Promise<Issued> {
  const files = pairIn(folder, name)
  const kept = await read(files, authorityPem, now)
  if (kept !== undefined && isWanted(kept)) return kept
  const issued = await make()
  await write(files, issued)
  made.push(name)
  return issued
}

async function keepPersonal(making: Making, authority: Issued, person: CertifiedPerson): Promise<void> {
  const { folder, now, made, urls } = making
  const before = made.length
  const make = () =>
    issuePersonalCertificate(authority, {
      commonName: person.name,
      email: person.email,
      organization: person.institution?.name ?? 'ePACS',
      subjectSerial: person.id,
      ...urls,
      ...validity(now, LEAF_DAYS),
    })
  const namesUrls = ({ certificatePem }: Issued) => {
    const { crlUrls, ocspUrls } = certificateFacts(certificatePem)
    return crlUrls[0] === urls.crlUrl && ocspUrls[0] === urls.ocspUrl
  }
  const issued = await keep(making, person.file, authority.certificatePem, make, namesUrls)
  const p12 = join(folder, `${person.file}.p12`)
  if (made.length === before && (await readOptional(p12)) !== undefined) return
  const file = await toPkcs12({
    ...issued,
    authorityPems: [authority.certificatePem],
    friendlyName: person.name,
    password: P12_PASSWORD,
  })
  await writeDurably(p12, file, 0o600)
}

/** Leaves everything in place below `folder`; `detail` says in a few words what had to be made. */
export async function keepCertificates(
  folder: string,
  people: readonly CertifiedPerson[],
  urls: Revocable,
  now = new Date(),
): Promise<{ certificates: DemoCertificates; detail: string }> {
  const peopleFolder = join(folder, 'people')
  await mkdir(peopleFolder, { recursive: true, mode: 0o700 })
  const made: string[] = []
  const here: Making = { folder, now, made, urls }
  const authority = await keep(here, 'authority', undefined, () =>
    makeAuthority({
      commonName: 'ePACS Demo CA',
      organization: 'ePACS Demo',
      ...validity(now, AUTHORITY_DAYS),
    }),
  )
  await keep(here, 'server', authority.certificatePem, () =>
    issueServerCertificate(authority, { ...LOCAL_NAMES, ...validity(now, LEAF_DAYS) }),
  )
  await keep(here, 'ocsp', authority.certificatePem, () =>
    issueResponderCertificate(authority, validity(now, LEAF_DAYS)),
  )
  const there: Making = { folder: peopleFolder, now, made, urls }
  for (const person of people) await keepPersonal(there, authority, person)
  const certificates: DemoCertificates = {
    folder,
    authority: pairIn(folder, 'authority'),
    responder: pairIn(folder, 'ocsp'),
    ca: pairIn(folder, 'authority').cert,
    server: pairIn(folder, 'server'),
    p12Password: P12_PASSWORD,
    of: ({ file }) => ({ ...pairIn(peopleFolder, file), p12: join(peopleFolder, `${file}.p12`) }),
  }
  return { certificates, detail: made.length === 0 ? 'kept' : `${made.length} made, in ${folder}` }
}
