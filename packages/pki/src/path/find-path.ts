/**
 * From a personal certificate to an accepted authority: through what the client sent along and what is registered with
 * the authorities, in whatever order. Nothing is fetched for it: the addresses that a certificate gives (caIssuers) may
 * be anybody's until it is known who issued it.
 */
import {
  type Certificate,
  isIssuedBy,
  isSameCertificate,
  readCertificate,
} from '../certificate/certificate.ts'
import { CertificateError } from '../certificate/facts.ts'
import type { AcceptedAuthority } from './authority.ts'
import { type Refusal, refusal } from './problems.ts'
import { pathRefusal } from './rules.ts'

/** The personal certificate and the anchor among them. */
const LONGEST_PATH = 8
/** A client may send many certificates of the same name to keep the centre busy. */
const MOST_LOOKS = 200
const MOST_SENT_ALONG = 16

export interface PresentedCertificate {
  /** DER or PEM. */
  readonly certificate: string | Uint8Array
  /** Sent along with it, in any order. */
  readonly intermediates?: readonly (string | Uint8Array)[]
}

export interface FoundPath {
  readonly ok: true
  /** The personal certificate first, the anchor last. */
  readonly path: readonly Certificate[]
  readonly authorityId: string
}

interface Anchor {
  readonly certificate: Certificate
  readonly authorityId: string
}

/** Pure: the verdict depends on nothing but what is given. Revocation is left to be asked. */
export function findPath(
  presented: PresentedCertificate,
  authorities: readonly AcceptedAuthority[],
  at: Date,
): FoundPath | Refusal {
  const leaf = read(presented.certificate)
  if (leaf === undefined) return refusal('untrusted-certificate', 'unreadable')
  const sent = (presented.intermediates ?? []).slice(0, MOST_SENT_ALONG).flatMap((each) => read(each) ?? [])
  const search = new Search(authorities, sent, at)
  return search.from([leaf]) ?? search.nearest ?? refusal('untrusted-certificate', 'unknown-issuer')
}

class Search {
  /** Why the best of the paths that end at an anchor does not serve. */
  nearest: Refusal | undefined
  readonly #anchors: readonly Anchor[]
  readonly #between: readonly Certificate[]
  readonly #at: Date
  #looks = 0

  constructor(authorities: readonly AcceptedAuthority[], sent: readonly Certificate[], at: Date) {
    this.#anchors = authorities.flatMap(({ id, anchors }) =>
      anchors.map((certificate) => ({ certificate, authorityId: id })),
    )
    this.#between = [...authorities.flatMap(({ issuing }) => issuing), ...sent].filter(
      (each) => !this.#anchors.some(({ certificate }) => isSameCertificate(certificate, each)),
    )
    this.#at = at
  }

  from(path: readonly Certificate[]): FoundPath | undefined {
    const last = path.at(-1)
    if (last === undefined) return undefined
    for (const { certificate, authorityId } of this.#anchors) {
      if (!this.#isIssuer(last, certificate)) continue
      const whole = [...path, certificate]
      const refused = pathRefusal(whole, this.#at)
      if (refused === undefined) return { ok: true, path: whole, authorityId }
      this.nearest ??= refused
    }
    if (path.length + 2 > LONGEST_PATH) return undefined
    for (const each of this.#between) {
      if (path.some((former) => isSameCertificate(former, each)) || !this.#isIssuer(last, each)) continue
      const found = this.from([...path, each])
      if (found !== undefined) return found
    }
    return undefined
  }

  #isIssuer(certificate: Certificate, issuer: Certificate): boolean {
    if (certificate.facts.issuer !== issuer.facts.subject) return false
    if (this.#looks >= MOST_LOOKS) return false
    this.#looks++
    return isIssuedBy(certificate, issuer)
  }
}

/** Undefined: too odd to be read; nobody accepted has issued that. */
function read(certificate: string | Uint8Array): Certificate | undefined {
  try {
    return readCertificate(certificate)
  } catch (error) {
    if (error instanceof CertificateError) return undefined
    throw error
  }
}
