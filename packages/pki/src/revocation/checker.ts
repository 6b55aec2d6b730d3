/** Learns the revocation of certificates: by OCSP where it is offered, by list otherwise or when that fails. */
import { randomBytes } from 'node:crypto'
import type { Certificate } from '../certificate/certificate.ts'
import { verdictOfCrl } from './crl.ts'
import { CrlCache, type CrlStore } from './crl-cache.ts'
import type { Fetch } from './fetch.ts'
import { ocspAnswer, ocspRequest } from './ocsp.ts'
import { type Fault, RevocationError, type RevocationStatus, type Verdict } from './status.ts'

export interface RevocationCheckerParts {
  readonly fetch: Fetch
  readonly clock: () => Date
  readonly store: CrlStore
  /** How old a list or an answer may become before a newer one is looked for. */
  readonly refreshListsMs: number
  readonly refreshAnswersMs: number
}

/** Certificates name one or two; a forged authority is not to send the centre around the world. */
const MOST_ADDRESSES = 4
const NONCE_BYTES = 16
const MOST_ANSWERS = 20_000
/** After an attempt that failed nobody waits for the next one. */
const RETRY_MS = 30_000

interface KnownAnswer {
  readonly verdict: Verdict
  readonly untilMs: number
}

export class RevocationChecker {
  readonly #parts: RevocationCheckerParts
  readonly #lists: CrlCache
  /** Good ones, by fingerprint. */
  readonly #answers = new Map<string, KnownAnswer>()
  /** Responders that have failed lately. */
  readonly #failures = new Map<string, { readonly error: RevocationError; readonly atMs: number }>()

  constructor(parts: RevocationCheckerParts) {
    this.#parts = parts
    const { fetch, clock, store, refreshListsMs } = parts
    this.#lists = new CrlCache({ fetch, clock, store, refreshMs: refreshListsMs })
  }

  /** Of all below the anchor, in the order of the path. The path is known to be good otherwise. */
  async statusesOf(path: readonly Certificate[]): Promise<readonly RevocationStatus[]> {
    const pairs = path.slice(0, -1).map((certificate, index) => [certificate, path[index + 1]] as const)
    return await Promise.all(
      pairs.flatMap(([certificate, issuer]) =>
        issuer === undefined ? [] : [this.statusOf(certificate, issuer)],
      ),
    )
  }

  async statusOf(certificate: Certificate, issuer: Certificate): Promise<RevocationStatus> {
    const { ocspUrls } = certificate.facts
    const faults: Fault[] = []
    for (const url of httpFirst(ocspUrls)) {
      const verdict = await this.#attempt(url, faults, () => this.#ask(url, certificate, issuer))
      if (verdict !== undefined) return verdict
    }
    return await this.#byList(certificate, issuer, faults)
  }

  /** Fetches lists again before they end. Resolves to what could not be had. */
  async refreshLists(): Promise<readonly Fault[]> {
    const failures = await this.#lists.refresh()
    return failures.map(({ url, error }) => ({ url, fault: error.fault }))
  }

  async #byList(certificate: Certificate, issuer: Certificate, faults: Fault[]): Promise<RevocationStatus> {
    for (const url of httpFirst(certificate.facts.crlUrls)) {
      const verdict = await this.#attempt(url, faults, async () =>
        verdictOfCrl(await this.#lists.get(url, issuer), certificate),
      )
      if (verdict !== undefined) return verdict
    }
    return {
      status: 'unlearnt',
      faults: faults.length > 0 ? faults : [{ url: undefined, fault: 'no-address' }],
    }
  }

  async #attempt(url: string, faults: Fault[], ask: () => Promise<Verdict>): Promise<Verdict | undefined> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof RevocationError)) throw error
      faults.push({ url, fault: error.fault })
      return undefined
    }
  }

  async #ask(url: string, certificate: Certificate, issuer: Certificate): Promise<Verdict> {
    const { clock, refreshAnswersMs } = this.#parts
    const { fingerprintSha256 } = certificate.facts
    const nowMs = clock().getTime()
    const known = this.#answers.get(fingerprintSha256)
    if (known !== undefined && nowMs < known.untilMs) return known.verdict
    this.#answers.delete(fingerprintSha256)
    const failure = this.#failures.get(url)
    if (failure !== undefined && Math.abs(nowMs - failure.atMs) < RETRY_MS) throw failure.error
    const verdict = await this.#askNow(url, certificate, issuer)
    if (verdict.status === 'good') {
      const [oldest] = this.#answers.keys()
      if (this.#answers.size >= MOST_ANSWERS && oldest !== undefined) this.#answers.delete(oldest)
      const untilMs = Math.min(verdict.until.getTime(), nowMs + refreshAnswersMs)
      this.#answers.set(fingerprintSha256, { verdict, untilMs })
    }
    return verdict
  }

  async #askNow(url: string, certificate: Certificate, issuer: Certificate): Promise<Verdict> {
    const { fetch, clock } = this.#parts
    const question = { certificate, issuer, nonce: randomBytes(NONCE_BYTES) }
    const body = await ocspRequest(question)
    const der = await fetch({ url, body, contentType: 'application/ocsp-request' }).catch(
      (error: unknown) => {
        if (error instanceof RevocationError) this.#failures.set(url, { error, atMs: clock().getTime() })
        throw error
      },
    )
    this.#failures.delete(url)
    const { verdict, responder } = await ocspAnswer(der, question, clock())
    if (responder !== undefined) {
      const own = await this.#byList(responder, issuer, [])
      if (own.status !== 'good') throw new RevocationError('responder-revocation-unknown')
    }
    return verdict
  }
}

/** Others than http are refused anyway, and are not to use up the few attempts. */
function httpFirst(urls: readonly string[]): readonly string[] {
  const isHttp = (url: string) => url.toLowerCase().startsWith('http:')
  return [...urls.filter(isHttp), ...urls.filter((url) => !isHttp(url))].slice(0, MOST_ADDRESSES)
}
