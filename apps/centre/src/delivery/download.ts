/** GET and HEAD /api/messages/{id}/package: the package as a static file. */
import { pipeline } from 'node:stream/promises'
import { givingUp } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import { headersOf, Problem } from '../http/index.ts'
import { type Reader, requireMember } from '../identity/index.ts'
import { type Access, requireAccess } from '../messages/index.ts'
import type { ByteRange } from '../storage/index.ts'
import { answerFor, type PackageFacts } from './conditions.ts'
import { markDownloaded } from './mark-downloaded.ts'
import { mediaAdditions, type PackageForm } from './media.ts'
import { type OpenContent, openStudies } from './open-studies.ts'
import { dataDeleted, packageFor } from './package-for.ts'

type PackageRequest = FastifyRequest<{
  Params: { id: string }
  Querystring: { study?: string[]; form?: PackageForm }
}>

export async function downloadPackage(
  centre: Centre,
  request: PackageRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { params, query } = request
  return await sendPackage(centre, requireMember(request), params.id, request, reply, {
    studies: query.study,
    isForMedia: query.form === 'xdm',
  })
}

interface PackageWish {
  /** How it is called and what it is said to be; a ZIP unless told. */
  readonly form?: { readonly extension: string; readonly mediaType: string } | undefined
  /** Study Instance UIDs; undefined or none: the whole package. */
  readonly studies?: readonly string[] | undefined
  /** With what IHE XDM and PDI ask for beside the file-set. */
  readonly isForMedia?: boolean
}

const ZIP = { extension: 'zip', mediaType: 'application/zip' }

/** `request`: its method, ranges and conditions. */
export async function sendPackage(
  centre: Centre,
  reader: Reader,
  messageId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { form: { extension, mediaType } = ZIP, studies = [], isForMedia = false }: PackageWish = {},
): Promise<FastifyReply> {
  const access = await requireAccess(centre.db, messageId, reader.institution.id)
  const { open, createdAt } = await openPackage(centre, reader, access, messageId, {
    studies,
    isForMedia,
  })
  const facts = {
    sizeBytes: open.sizeBytes,
    etag: `"${open.digest}"`,
    // What stands beside the file-set changes with names, addresses and versions of the centre, not with the package.
    modifiedAt: isForMedia ? null : open.storedAt,
  }
  const answer = answerFor(request.headers, facts)
  describe(reply, facts)
  if (answer.status !== 200 && answer.status !== 206) {
    await open.close()
    return refuse(reply, answer.status, facts)
  }
  reply.header('Content-Type', mediaType)
  const name = `${packageName(messageId, createdAt)}${isForMedia ? '-xdm' : ''}.${extension}`
  reply.header('Content-Disposition', `attachment; filename="${name}"`)
  const range = answer.range ?? { start: 0, end: facts.sizeBytes - 1 }
  reply.code(answer.status).header('Content-Length', range.end - range.start + 1)
  if (answer.range) {
    reply.header('Content-Range', `bytes ${range.start}-${range.end}/${facts.sizeBytes}`)
  }
  if (request.method === 'HEAD') {
    await open.close()
    return reply.send()
  }
  await centre.audit.record(centre.db, {
    at: centre.clock(),
    actor: reader,
    action: 'package.download',
    messageId,
    details: {
      ...(answer.range ? { range: `${range.start}-${range.end}` } : {}),
      ...(studies.length > 0 ? { studies } : {}),
      ...(isForMedia ? { form: 'xdm' } : {}),
    },
  })
  await reachPoint('download.begun')
  const isWhole = await sendRange(reply, open, range)
  await reachPoint('download.sent')
  if (isWhole && access.asRecipient && range.end === facts.sizeBytes - 1) {
    await markDownloaded(centre, reader, messageId)
  }
  return reply
}

/** The package opened, or the problem 410: after this, deleting it does not disturb the download. */
async function openPackage(
  centre: Centre,
  reader: Reader,
  access: Access,
  messageId: string,
  {
    studies,
    isForMedia,
  }: Required<Pick<PackageWish, 'isForMedia'>> & { readonly studies: readonly string[] },
): Promise<{ open: OpenContent; createdAt: Date }> {
  const isPlain = studies.length === 0 && !isForMedia
  const use = isPlain && reader.institution.role === 'node' ? 'as-it-lies' : 'images'
  const { key, createdAt } = await packageFor(centre.db, reader, access, messageId, use)
  const open = await centre.store.open(key)
  // Deleted since the row was read.
  if (open === undefined) throw dataDeleted()
  if (!isPlain) {
    const additions = isForMedia ? mediaAdditions(centre, reader, key, open) : undefined
    return { open: await openStudies(centre, key, open, { studies, additions }), createdAt }
  }
  const { sizeBytes, storedAt } = open
  const whole = {
    sizeBytes,
    storedAt,
    digest: key.sha256,
    stream: (range?: ByteRange) => open.stream(range),
    close: () => open.close(),
  }
  return { open: whole, createdAt }
}

function describe(reply: FastifyReply, { etag, modifiedAt }: PackageFacts): void {
  reply.header('ETag', etag)
  if (modifiedAt !== null) reply.header('Last-Modified', modifiedAt.toUTCString())
  reply.header('Accept-Ranges', 'bytes')
  // A client may keep its copy, but asks each time whether it may still have it.
  reply.header('Cache-Control', 'private, no-cache')
}

function refuse(reply: FastifyReply, status: 304 | 412 | 416, { sizeBytes }: PackageFacts): FastifyReply {
  if (status === 304) return reply.code(304).send()
  if (status === 412) throw new Problem(412, 'precondition-failed', 'The package is not the expected one.')
  reply.header('Content-Range', `bytes */${sizeBytes}`)
  throw new Problem(416, 'range-not-satisfiable', 'The range begins after the end of the package.')
}

/**
 * Straight into the response, with the stream's own back-pressure. True when the last byte was handed to the
 * network; false when the client went away, which is its right.
 */
async function sendRange(reply: FastifyReply, open: OpenContent, range: ByteRange): Promise<boolean> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(reply.statusCode, headersOf(reply))
  try {
    await pipeline(open.stream(range), givingUp(raw))
    return true
  } catch (error) {
    if (raw.destroyed && isDisconnect(error)) return false
    raw.destroy()
    throw error
  }
}

/** ECANCELED: the connection ended while the system still had something to write. */
const DISCONNECTS: ReadonlySet<string> = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ECANCELED',
  'ECONNRESET',
  'EPIPE',
])

function isDisconnect(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return DISCONNECTS.has(String(error.code))
}

/** Without extension. No patient data: names of files end up in histories, shares and screenshots. */
export function packageName(messageId: string, createdAt: Date): string {
  const day = createdAt.toISOString().slice(0, 10).replaceAll('-', '')
  return `epacs-${day}-${messageId.slice(-8)}`
}
