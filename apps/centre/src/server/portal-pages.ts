/**
 * The built portal. Files with a digest in their name never change; the page that names them is asked for each
 * time. Addresses of pages inside the portal all give that page, whose script shows what belongs there.
 */
import { join, relative, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { Problem } from '../http/index.ts'
import type { Entrance } from '../identity/index.ts'
import { PortalPage } from './portal-page.ts'
import { sendProblem } from './problems.ts'
import { PICTURE_WORKER_POLICY, VIEWER_POLICY, VIEWER_WORKER_POLICY } from './security-headers.ts'

const VIEWER_PAGE = 'viewer.html'
/** apps/portal/src/looking/picture-worker.ts, as it is built; a digest follows. */
const PICTURE_WORKER = join('assets', 'picture-worker-')
/** Below `/viewer/` lies the image viewer; what is no file there is its page, of one message. */
const VIEWER_PAGES = /^\/viewer\/[0-9a-f-]{36}\//
/** Below these nothing is a page. */
const NOT_PAGES = /^\/(api|dicomweb|assets|viewer)(\/|$)/

/** The portal's page as it was built, and those of its public addresses. */
const PAGES = /^\/(index\.html|pages(\/|$))/

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
    // The pages themselves are sent from below, with what they are told of this centre.
    allowedPath: (url) => url !== '/' && !PAGES.test(url),
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('Cache-Control', cachingOf(path))
      const policy = ownPolicy(relative(root, path))
      if (policy !== undefined) reply.header('Content-Security-Policy', policy)
    },
  })
  const page = new PortalPage(root, registration.contactEmail)
  app.setNotFoundHandler(async (request, reply) => {
    if (isViewerPage(request)) return reply.sendFile(VIEWER_PAGE)
    return isPage(request) ? page.send(request, reply) : sendProblem(request, reply, notFound(request))
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
