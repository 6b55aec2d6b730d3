/**
 * The built portal. Files with a digest in their name never change; the page that names them is asked for each
 * time. Addresses of pages inside the portal all give that page, whose script shows what belongs there.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { Problem } from '../http/index.ts'
import type { Entrance } from '../identity/index.ts'
import { sendProblem } from './problems.ts'

const PAGE = 'index.html'
/** Below these nothing is a page. */
const NOT_PAGES = /^\/(api|dicomweb|assets)(\/|$)/

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
  await app.register(fastifyStatic, {
    root: portal.folder,
    // The page itself is sent from below, with what it is told of this centre.
    allowedPath: (url) => url !== '/' && url !== `/${PAGE}`,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('Cache-Control', cachingOf(path))
    },
  })
  const path = join(portal.folder, PAGE)
  app.setNotFoundHandler(async (request, reply) =>
    isPage(request)
      ? sendPage(request, reply, withContact(await readFile(path, 'utf8'), registration.contactEmail))
      : sendProblem(request, reply, notFound(request)),
  )
}

/** Where one writes to the operator: no page has to ask for it, and one that gets no answers still knows it. */
function withContact(page: string, contact: string | null): string {
  // The configuration's check of addresses lets no character through that HTML would read.
  return page.replace('name="epacs-contact" content=""', `name="epacs-contact" content="${contact ?? ''}"`)
}

/** The portal may be built anew under a running centre, so the page is kept by nobody. */
function sendPage(request: FastifyRequest, reply: FastifyReply, page: string): FastifyReply {
  const tag = `"${createHash('sha256').update(page).digest('base64url')}"`
  reply.header('Cache-Control', 'no-cache').header('ETag', tag)
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type('text/html; charset=utf-8').send(page)
}

function isPage({ method, url }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !NOT_PAGES.test(url)
}

function cachingOf(path: string): string {
  return path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
}
