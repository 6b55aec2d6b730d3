/**
 * The built portal. Files with a digest in their name never change; the page that names them is asked for each
 * time. Addresses of pages inside the portal all give that page, whose script shows what belongs there.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { Problem } from '../http/index.ts'
import type { Entrance } from '../identity/index.ts'
import { sendProblem } from './problems.ts'
import { PICTURE_WORKER_POLICY, VIEWER_POLICY, VIEWER_WORKER_POLICY } from './security-headers.ts'

const PAGE = 'index.html'
const VIEWER_PAGE = 'viewer.html'
/** apps/portal/src/looking/picture-worker.ts, as it is built; a digest follows. */
const PICTURE_WORKER = join('assets', 'picture-worker-')
/** Below `/viewer/` lies the image viewer; what is no file there is its page, of one message. */
const VIEWER_PAGES = /^\/viewer\/[0-9a-f-]{36}\//
/** Below these nothing is a page. */
const NOT_PAGES = /^\/(api|dicomweb|assets|viewer)(\/|$)/

/** In the names of the viewer's files. */
const DIGEST = /[.\\/](\w+\.bundle\.)?[0-9a-f]{16}\.(js|wasm|woff2)(\.br|\.gz)?$/

export async function portalPages(
  app: FastifyInstance,
  { portal, registration }: Config,
  entrance: Entrance,
): Promise<void> {
  const notFound = (request: FastifyRequest) =>
    new Problem(404, 'not-found', `There is nothing at this address for ${request.method}.`)

  if (portal.folder === null) {
    app.setNotFoundHandler((request, reply) => sendProblem(request, reply, notFound(request)))
    return
  }
  if (entrance === 'certificate') {
    // Pages belong to the portal's own address: here the browser would ask for a certificate at every turn.
    app.setNotFoundHandler((request, reply) =>
      isPage(request)
        ? reply.redirect(portal.publicUrl + request.url, 302)
        : sendProblem(request, reply, notFound(request)),
    )
    return
  }
  const root = portal.folder
  await app.register(fastifyStatic, {
    root,
    // The page itself is sent from below, with what it is told of this centre.
    allowedPath: (url) => url !== '/' && url !== `/${PAGE}`,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('Cache-Control', cachingOf(path))
      const policy = ownPolicy(relative(root, path))
      if (policy !== undefined) reply.header('Content-Security-Policy', policy)
    },
  })
  const path = join(root, PAGE)
  app.setNotFoundHandler(async (request, reply) => {
    if (isViewerPage(request)) return reply.sendFile(VIEWER_PAGE)
    return isPage(request)
      ? sendPage(request, reply, withContact(await readFile(path, 'utf8'), registration.contactEmail))
      : sendProblem(request, reply, notFound(request))
  })
}

/** Undefined: that of every answer. */
function ownPolicy(place: string): string | undefined {
  if (place.startsWith(VIEWER_PAGE)) return VIEWER_POLICY
  if (place.startsWith(PICTURE_WORKER)) return PICTURE_WORKER_POLICY
  return place.startsWith(`viewer${sep}`) ? VIEWER_WORKER_POLICY : undefined
}

function isViewerPage({ method, url }: FastifyRequest): boolean {
  return isRead(method) && VIEWER_PAGES.test(url)
}

/** Where one writes to the operator: no page has to ask for it, and one that gets no answers still knows it. */
function withContact(page: string, contact: string | null): string {
  // The configuration's check of addresses lets no character through that HTML would read.
  const told = `name="epacs-contact" content="${contact ?? ''}"`
  return page.replace('name="epacs-contact" content=""', () => told)
}

/** The portal may be built anew under a running centre, so the page is kept by nobody. */
function sendPage(request: FastifyRequest, reply: FastifyReply, page: string): FastifyReply {
  const tag = `"${createHash('sha256').update(page).digest('base64url')}"`
  reply.header('Cache-Control', 'no-cache').header('ETag', tag)
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type('text/html; charset=utf-8').send(page)
}

function isPage({ method, url }: FastifyRequest): boolean {
  return isRead(method) && !NOT_PAGES.test(url)
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function cachingOf(path: string): string {
  if (path.includes(`${sep}assets${sep}`) || DIGEST.test(path)) return 'public, max-age=31536000, immutable'
  return /\.html(\.(br|gz))?$/.test(path) ? 'no-cache' : 'public, max-age=3600'
}
