/** Keys to and from the centre: what this node says of its own, and others' statements, each checked. */
import {
  EndToEndError,
  isIssuedBy,
  type KeyStatement,
  readKeyStatement,
  signKeyStatement,
} from '@epacs/end-to-end'
import type { Logger } from 'pino'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import type { NodeIdentity } from '../enrolment/identity-file.ts'
import { type OwnKeys, ownKeys } from './own-keys.ts'

const PATH = '/api/nodes/own/end-to-end-key'
/** A centre of an earlier version is asked again so rarely; one that comes back may be a later one, and is asked at once. */
const UNKNOWN_FOR_MS = 60 * 60_000

export interface KeysAtCentreParts {
  readonly dataFolder: string
  readonly connection: Pick<CentreConnection, 'call'>
  /** As it is now: renewals change it. */
  readonly identity: () => Promise<NodeIdentity>
  /** The true time. */
  readonly nowMs: () => number
  readonly log: Pick<Logger, 'info' | 'warn'>
}

export interface InstitutionsKeys {
  readonly institution: { readonly id: string; readonly name: string }
  readonly said: readonly KeyStatement[]
}

interface KeysAnswer {
  readonly authority: string
  readonly items: readonly {
    readonly institution: { readonly id: string; readonly name: string }
    readonly statement: string
  }[]
}

export class KeysAtCentre {
  readonly #parts: KeysAtCentreParts
  #told: string | undefined
  /** By the monotonic clock: until then nothing is told to a centre that knows of no keys. */
  #unknownUntilMs = Number.NEGATIVE_INFINITY
  #tries = 0

  constructor(parts: KeysAtCentreParts) {
    this.#parts = parts
  }

  /** What others are to believe of this node now, signed. */
  async statement(keys: OwnKeys): Promise<string> {
    const { identity: own, nowMs } = this.#parts
    const { id, institution, certificate, privateKey } = await own()
    const [encryption] = keys.encryption
    if (encryption === undefined) throw new TypeError('a node without an end-to-end key')
    return await signKeyStatement(
      { node: id, institution: institution.id, identity: keys.identity, encryption },
      { certificate, certificateKey: privateKey },
      new Date(nowMs()),
    )
  }

  /** The centre may be another one now than it was. */
  tryAgain(): void {
    this.#tries++
    this.#unknownUntilMs = Number.NEGATIVE_INFINITY
  }

  /** Unless nothing has changed since it was told last. @returns whether the centre knows of end-to-end keys at all */
  async tell(signal: AbortSignal): Promise<boolean> {
    const { dataFolder, connection, identity, log } = this.#parts
    const keys = await ownKeys(dataFolder)
    const { certificate } = await identity()
    const now = `${keys.identity.keyId} ${keys.encryption[0]?.keyId} ${certificate}`
    if (this.#told === now) return true
    if (performance.now() < this.#unknownUntilMs) return false
    const tries = this.#tries
    try {
      const json = { statement: await this.statement(keys) }
      await connection.call({ method: 'PUT', path: PATH, json, signal })
    } catch (error) {
      if (!(error instanceof CentreProblem) || error.status !== 404) throw error
      // Unless that was said of the centre before.
      if (tries === this.#tries) this.#unknownUntilMs = performance.now() + UNKNOWN_FOR_MS
      return false
    }
    this.#told = now
    log.info({ fingerprint: keys.identity.keyId }, 'the centre knows the end-to-end key of this node')
    return true
  }

  /**
   * Those whose signatures fit; what does not is named in the log, and left out.
   *
   * @param institution id; undefined: of all. @throws EndToEndError: this node's certificate is not the authority's
   */
  async ask(institution: string | undefined, signal: AbortSignal): Promise<readonly InstitutionsKeys[]> {
    const { connection, identity, log } = this.#parts
    const query = institution === undefined ? '' : `?institution=${institution}`
    const { authority, items } = await this.#asked(() =>
      connection.call<KeysAnswer>({ path: `${PATH}s${query}`, signal }),
    )
    if (items.length === 0) return []
    const own = await identity()
    if (!isIssuedBy(own.certificate, authority)) {
      throw new EndToEndError("the centre names a node authority that this node's certificate is not from")
    }
    const found = new Map<string, { institution: InstitutionsKeys['institution']; said: KeyStatement[] }>()
    for (const { institution: of, statement } of items) {
      try {
        const said = await readKeyStatement(statement, authority)
        if (said.institution !== of.id) throw new EndToEndError('the key is of another institution')
        const known = found.get(of.id)
        if (known === undefined) found.set(of.id, { institution: of, said: [said] })
        else known.said.push(said)
      } catch (error) {
        if (!(error instanceof EndToEndError)) throw error
        log.warn(
          { err: error, institution: of.name },
          'an end-to-end key that the centre hands out is not believed',
        )
      }
    }
    return [...found.values()]
  }

  /** The authority alone. @throws EndToEndError */
  async authority(signal: AbortSignal): Promise<string> {
    const { connection, identity } = this.#parts
    const own = await identity()
    const { authority } = await connection.call<KeysAnswer>({
      path: `${PATH}s?institution=${own.institution.id}`,
      signal,
    })
    if (isIssuedBy(own.certificate, authority)) return authority
    throw new EndToEndError("the centre names a node authority that this node's certificate is not from")
  }

  /** A centre of an earlier version knows of none. */
  async #asked(ask: () => Promise<KeysAnswer>): Promise<KeysAnswer> {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof CentreProblem && error.status === 404) return { authority: '', items: [] }
      throw error
    }
  }
}
