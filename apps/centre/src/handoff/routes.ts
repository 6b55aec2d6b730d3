/** Handing a message over to a desktop viewer, and what that viewer fetches with its link. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { packageFor, sendPackage } from '../delivery/index.ts'
import { instanceBytes, messageIndex } from '../dicomweb/index.ts'
import { Id, Problem, Time, Words } from '../http/index.ts'
import { bearerToken, type Reader, requireMember } from '../identity/index.ts'
import { fullMessage, markOpened, requireAccess } from '../messages/index.ts'
import { findLink, type Handed, issueLink, takeLink } from './links.ts'
import { weasisManifest } from './manifest.ts'
import { linkUrl, openingAddress, purposeOf, viewerNamed } from './viewers.ts'

const tags = ['messages']
const Uid = Type.String({ pattern: '^[0-9.]{1,64}$' })
const Link = Type.Object({ link: Type.String({ pattern: '^[\\w-]{43}$' }) })
const CHUNK_BYTES = 512 * 1024
const MANIFEST_TYPE = 'application/xml; charset=utf-8'

export function handOffRoutes(app: FastifyInstance, centre: Centre): void {
  app.get(
    '/api/viewers',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'Desktop viewers that a message can be opened in',
        tags,
        response: {
          200: Type.Object({
            items: Type.Array(
              Type.Object({ id: Type.String(), name: Type.String(), way: Words(['address', 'file']) }),
            ),
          }),
        },
      },
    },
    async () => ({
      items: centre.config.desktopViewers.offered.map((viewer) => ({
        id: viewer.id,
        name: viewer.name,
        way: 'address' in viewer ? ('address' as const) : ('file' as const),
      })),
    }),
  )

  app.post<{ Params: { id: string; viewer: string }; Querystring: { study?: string } }>(
    '/api/messages/:id/hand-offs/:viewer',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'An address that opens the message, or one study of it, in a desktop viewer; it serves once',
        tags,
        params: Type.Object({ id: Id, viewer: Type.String({ maxLength: 40 }) }),
        querystring: Type.Object({ study: Type.Optional(Uid) }),
        response: { 201: Type.Object({ address: Type.String(), expiresAt: Time }) },
      },
    },
    async (request, reply) => {
      const { address, expiresAt } = await handOver(centre, request)
      return reply.code(201).send({ address, expiresAt: expiresAt.toISOString() })
    },
  )

  app.route<{ Params: { extension: string }; Querystring: { link: string } }>({
    method: ['GET', 'HEAD'],
    url: '/api/hand-offs/package.:extension',
    schema: { summary: 'The package, for the viewer that holds the link', tags, querystring: Link },
    handler: async (request, reply) => await givePackage(centre, request, reply),
  })

  app.get<{ Querystring: { link: string } }>(
    '/api/hand-offs/manifest.xml',
    { schema: { summary: 'The list of images, as Weasis reads it', tags, querystring: Link } },
    async (request, reply) => {
      if (request.method !== 'HEAD') return await giveManifest(centre, request.query.link, reply)
      await findLink(centre, request.query.link, 'manifest')
      return reply.header('Cache-Control', 'no-store').type(MANIFEST_TYPE).send('')
    },
  )

  app.get<{ Params: { instance: string } }>(
    '/api/hand-offs/instances/:instance',
    {
      schema: {
        summary: 'An image that the list names, with the header that the list gives',
        tags,
        params: Type.Object({ instance: Uid }),
      },
    },
    async (request, reply) => await giveInstance(centre, request, reply),
  )
}

/** Throws problems: 404 for a stranger, 409 without a package, 410 when the data was deleted, 400 for the viewer. */
async function handOver(
  centre: Centre,
  request: FastifyRequest<{ Params: { id: string; viewer: string }; Querystring: { study?: string } }>,
): Promise<{ readonly address: string; readonly expiresAt: Date }> {
  const reader = requireMember(request)
  const messageId = request.params.id
  await accessible(centre, reader, messageId)
  const viewer = viewerNamed(centre.config, request.params.viewer)
  const study = request.query.study ?? null
  const purpose = purposeOf(viewer)
  const extension = 'file' in viewer ? viewer.file.extension : 'zip'
  const { token, expiresAt } = await issueLink(centre, { purpose, messageId, reader, study, extension })
  await centre.audit.record(centre.db, {
    at: centre.clock(),
    actor: reader,
    action: 'message.hand-off',
    messageId,
    details: { viewer: viewer.id },
  })
  const url = linkUrl(centre.config, purpose, token, extension)
  return { address: openingAddress(viewer, url, study ?? (await onlyStudy(centre, messageId))), expiresAt }
}

/** A whole message of one study is that study. */
async function onlyStudy({ db }: Centre, messageId: string): Promise<string | null> {
  const [first, second] = await db
    .selectFrom('study')
    .where('message_id', '=', messageId)
    .select('study_instance_uid')
    .limit(2)
    .execute()
  return first === undefined || second !== undefined ? null : first.study_instance_uid
}

/** HEAD only looks: the link still serves after it. */
async function givePackage(
  centre: Centre,
  request: FastifyRequest<{ Querystring: { link: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const use = request.method === 'HEAD' ? findLink : takeLink
  const { reader, messageId, study, extension } = await use(centre, request.query.link, 'package')
  const named = centre.config.desktopViewers.offered.find(
    (viewer) => 'file' in viewer && viewer.file.extension === extension,
  )
  const form = named !== undefined && 'file' in named ? named.file : undefined
  const studies = study === null ? undefined : [study]
  return await sendPackage(centre, reader, messageId, request, reply, { form, studies })
}

async function giveManifest(centre: Centre, link: string, reply: FastifyReply): Promise<FastifyReply> {
  const handed = await takeLink(centre, link, 'manifest')
  const { reader, messageId, study } = handed
  const { key, access } = await accessible(centre, reader, messageId)
  const { entries } = await messageIndex(centre, key)
  const { token } = await issueLink(centre, { ...handed, purpose: 'instances' })
  const action = 'hand-off.read'
  await centre.audit.record(centre.db, { at: centre.clock(), actor: reader, action, messageId })
  if (access.asRecipient) await markOpened(centre, reader, messageId)
  const { studies } = await fullMessage(centre, messageId, reader.institution.id)
  const isWanted = ({ studyInstanceUid }: { readonly studyInstanceUid: string }) =>
    study === null || studyInstanceUid === study
  const content = {
    baseUrl: `${centre.config.portal.publicUrl}/api/hand-offs/instances`,
    token,
    studies: studies.filter(isWanted),
    entries: entries.filter(isWanted),
  }
  reply.header('Cache-Control', 'no-store').type(MANIFEST_TYPE)
  return reply.send(Readable.from(weasisManifest(content), { objectMode: false, highWaterMark: CHUNK_BYTES }))
}

async function giveInstance(
  centre: Centre,
  request: FastifyRequest<{ Params: { instance: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const token = bearerToken(request)
  if (token === undefined)
    throw new Problem(404, 'link-not-valid', 'The link was used already, or its time is over.')
  const { reader, messageId, study }: Handed = await findLink(centre, token, 'instances')
  const { key } = await accessible(centre, reader, messageId)
  const index = await messageIndex(centre, key)
  const [entry] = index.within({ study: study ?? undefined, instance: request.params.instance })
  if (entry === undefined) {
    throw new Problem(404, 'instances-not-found', 'The message holds no such study, series or instance.')
  }
  reply
    .header('Cache-Control', 'no-store')
    .header('Content-Length', entry.sizeBytes)
    .type('application/dicom')
  return reply.send(
    Readable.from(instanceBytes(centre, key, entry), { objectMode: false, highWaterMark: CHUNK_BYTES }),
  )
}

/** The rights of the mailbox, as they are now. */
async function accessible(centre: Centre, reader: Reader, messageId: string) {
  const access = await requireAccess(centre.db, messageId, reader.institution.id)
  const { key } = await packageFor(centre.db, reader, access, messageId)
  return { access, key }
}
