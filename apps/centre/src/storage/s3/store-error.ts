/** What went wrong with the store, in words for the person who looks after the centre. */
import type { S3Config } from '../../config/index.ts'

/** The store cannot be used; the message says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'

  /** It has no space left for us. */
  get isFull(): boolean {
    return FULL.has(codeOf(this.cause))
  }
}

const FULL: ReadonlySet<string> = new Set(['QuotaExceeded', 'XMinioStorageFull'])

/** Where it is, as the configuration says it. */
function placeOf({ bucket, endpoint, region }: S3Config): string {
  return `${bucket} at ${endpoint ?? `AWS ${region}`}`
}

const ADVICE: Readonly<Record<string, string>> = {
  NoSuchBucket: 'There is no such bucket: create it, or mend packages.s3.bucket.',
  PermanentRedirect: 'The bucket is in another region: mend packages.s3.region or packages.s3.endpoint.',
  AuthorizationHeaderMalformed:
    'Requests are signed for another region than its own: mend packages.s3.region.',
  InvalidAccessKeyId: 'It does not know the access key: mend the credentials.',
  SignatureDoesNotMatch: 'The secret key is another one, or a proxy changes requests: mend the credentials.',
  ExpiredToken: 'The credentials have expired: renew them.',
  AccessDenied:
    'The credentials do not allow it. Needed on the bucket: list it and its multipart uploads; on its objects: get, put, delete, abort multipart uploads.',
  QuotaExceeded: 'The quota of the bucket or its user is used up: raise it, or free space.',
  RequestTimeTooSkewed: "This machine's clock or the store's is wrong: set it.",
  XAmzContentSHA256Mismatch:
    'Bytes were changed on the way there: look at the network and at proxies between.',
  BadDigest: 'Bytes were changed on the way there: look at the network and at proxies between.',
  CredentialsProviderError:
    'No credentials were found: set packages.s3.credentialsFile, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ENOTFOUND: 'The name of its machine is not known: mend packages.s3.endpoint or the name service.',
  ECONNREFUSED: 'Nobody listens there: is it running, and is packages.s3.endpoint right?',
}

/** Of Node: the certificate of the store is not to be trusted. */
const CERTIFICATE = /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/** What failed, as the store or the network call it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  // What a HEAD was answered with has no more than its status.
  if ('code' in error && typeof error.code === 'string') return error.code
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0])
  return error.name
}

export function asStoreError(config: S3Config, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  const advice = CERTIFICATE.test(code)
    ? 'Its certificate is not trusted: name its authority in trust.caFiles.'
    : (ADVICE[code] ?? 'Is it well? It was asked several times.')
  return new StoreError(`The store ${placeOf(config)} fails (${code}). ${advice}`, { cause: error })
}

/** Whether the store says that there is no such object. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchUpload'].includes(error.name)
}
