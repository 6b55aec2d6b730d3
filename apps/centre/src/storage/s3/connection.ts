/** The connection with the store: how it is reached, with whose keys, and what each request did. */
import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { getCACertificates } from 'node:tls'
import {
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { fromIni } from '@aws-sdk/credential-provider-ini'
import type { S3Config } from '../../config/index.ts'
import { asStoreError, codeOf, isNotFound, StoreError } from './store-error.ts'

const CONNECT_WITHIN_MS = 5000
/** Nothing came or went for so long: the connection counts as cut. */
const SILENT_MS = 60_000
/** The library's back-off between them doubles, from 0.1 s on. */
const ATTEMPTS = 5
const ANSWER_WITHIN_MS = 3000
const PROBE = 'ListObjectsV2'
/** Probes that follow each other share one answer. */
const PROBE_KEPT_MS = 2000

/** `outcome`: `ok`, or what the store or the network call the failure. */
export type RequestNoted = (operation: string, outcome: string, seconds: number) => void

export interface ConnectionOptions {
  /** Authorities that are trusted besides the usual, as PEM files. */
  readonly caFiles?: readonly string[]
  /** Each request, repeated ones too. */
  readonly onRequest?: RequestNoted
  /** Of a reading whose connection is cut again; it doubles each time. */
  readonly firstPauseMs?: number
}

interface Probe {
  readonly atMs: number
  readonly answer: Promise<void>
  isOver: boolean
}

export class Connection {
  readonly config: S3Config
  readonly client: S3Client
  readonly firstPauseMs: number
  #probe: Probe | undefined

  private constructor(config: S3Config, client: S3Client, { firstPauseMs = 100 }: ConnectionOptions) {
    this.config = config
    this.client = client
    this.firstPauseMs = firstPauseMs
  }

  /** @throws StoreError: it cannot be used as it is configured */
  static async open(config: S3Config, options: ConnectionOptions): Promise<Connection> {
    const { caFiles = [], onRequest } = options
    const client = new S3Client(await clientConfig(config, caFiles))
    const connection = new Connection(config, client, options)
    note(client, (operation, outcome, seconds) => {
      onRequest?.(operation, outcome, seconds)
      // What was known is to be asked anew.
      if (operation !== PROBE && !['ok', 'not-found'].includes(outcome)) connection.#probe = undefined
    })
    try {
      await connection.#ask()
    } catch (error) {
      client.destroy()
      throw error
    }
    return connection
  }

  /** Of the bucket, for every request. */
  get place(): { readonly Bucket: string } {
    return { Bucket: this.config.bucket }
  }

  /** @throws StoreError: it does not answer, or not as it should; otherwise what failed concerns one object */
  async probe(): Promise<void> {
    const isOld = this.#probe?.isOver !== false
    if (isOld) this.#probe = this.#newProbe()
    await this.#probe?.answer
  }

  /** As `probe`; who asks often shares an answer. */
  async answers(): Promise<boolean> {
    if (this.#probe === undefined || performance.now() - this.#probe.atMs > PROBE_KEPT_MS) {
      this.#probe = this.#newProbe()
    }
    return await this.#probe.answer.then(
      () => true,
      () => false,
    )
  }

  #newProbe(): Probe {
    const answer = this.#ask(AbortSignal.timeout(ANSWER_WITHIN_MS))
    const probe: Probe = { atMs: performance.now(), answer, isOver: false }
    const end = () => {
      probe.isOver = true
    }
    answer.then(end, end)
    return probe
  }

  /** What became of a request for one object: undefined when there is none. @throws StoreError */
  async orGone<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      return await request
    } catch (error) {
      if (!isNotFound(error)) throw asStoreError(this.config, error)
      // Of a bucket that is gone, each object is "not found".
      await this.probe()
      return undefined
    }
  }

  /** @throws StoreError */
  async must<T>(request: Promise<T>): Promise<T> {
    return await request.catch((error: unknown) => {
      throw asStoreError(this.config, error)
    })
  }

  /** What is deleted stays in a bucket that keeps versions. Undefined: the credentials do not allow to ask. */
  async keepsVersions(): Promise<boolean | undefined> {
    try {
      const { Status } = await this.client.send(new GetBucketVersioningCommand(this.place))
      return Status === 'Enabled'
    } catch (error) {
      if (['AccessDenied', 'NotImplemented', 'MethodNotAllowed'].includes(codeOf(error))) return undefined
      throw asStoreError(this.config, error)
    }
  }

  async #ask(abortSignal?: AbortSignal): Promise<void> {
    // A HEAD of the bucket would not say why it is refused.
    const list = new ListObjectsV2Command({ ...this.place, Prefix: this.config.prefix, MaxKeys: 1 })
    try {
      await this.client.send(list, abortSignal && { abortSignal })
    } catch (error) {
      if (abortSignal?.aborted === true) {
        throw new StoreError(`The store does not answer within ${ANSWER_WITHIN_MS / 1000} s.`, {
          cause: error,
        })
      }
      throw asStoreError(this.config, error)
    }
  }
}

async function clientConfig(config: S3Config, caFiles: readonly string[]): Promise<S3ClientConfig> {
  const texts = await Promise.all(caFiles.map((path) => readFile(path, 'utf8')))
  // Downloads hold one each, as long as their readers take; the entrances bound their number.
  const agent = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }
  return {
    region: config.region,
    ...(config.endpoint === null ? {} : { endpoint: config.endpoint }),
    forcePathStyle: config.addressing === 'path',
    ...(config.credentialsFile === null ? {} : { credentials: await credentialsOf(config.credentialsFile) }),
    maxAttempts: ATTEMPTS,
    // Ceph refuses streamed checksums. Each body is sent with its SHA-256, which the store compares (SigV4).
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_WITHIN_MS,
      socketTimeout: SILENT_MS,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent({
        ...agent,
        ...(texts.length > 0 ? { ca: [...getCACertificates('default'), ...texts] } : {}),
      }),
    },
  }
}

/** @throws StoreError */
async function credentialsOf(path: string) {
  try {
    await readFile(path)
    return await fromIni({ filepath: path, configFilepath: path, profile: 'default', ignoreCache: true })()
  } catch (error) {
    // What the library says may quote the file.
    throw new StoreError(
      `${path} holds no credentials (${codeOf(error)}). It needs a section [default] with aws_access_key_id and aws_secret_access_key.`,
    )
  }
}

function note(client: S3Client, onRequest: RequestNoted): void {
  client.middlewareStack.add(
    (next, { commandName = 'unknown' }) =>
      async (request) => {
        const startedMs = performance.now()
        const ended = (outcome: string) =>
          onRequest(commandName.replace(/Command$/, ''), outcome, (performance.now() - startedMs) / 1000)
        try {
          const answer = await next(request)
          ended('ok')
          return answer
        } catch (error) {
          ended(isNotFound(error) ? 'not-found' : codeOf(error))
          throw error
        }
      },
    // Within the library's repetitions.
    { step: 'deserialize', priority: 'high', name: 'epacsNote' },
  )
}
