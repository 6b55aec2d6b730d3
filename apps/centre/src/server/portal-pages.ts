/**
 * The built portal. Files with a digest in their name never change; the page that names them is asked for each
 * time. Addresses of pages inside the portal all give that page, whose script shows what belongs there.
 */
import { sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import { Problem } from '../http/index.ts'
import type { Entrance } from '../identity/index.ts'
import { sendProblem } from './problems.ts'

const PAGE = 'index.html'
/** Below these nothing is a page. */
const NOT_PAGES = /^\/(api|dicomweb|assets)(\/|$)/

export async function portalPages(
  app: FastifyInstance,
  { portal }: Config,
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
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('Cache-Control', cachingOf(path))
    },
  })
  app.setNotFoundHandler((request, reply) =>
    isPage(request) ? reply.sendFile(PAGE) : sendProblem(request, reply, notFound(request)),
  )
}

function isPage({ method, url }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !NOT_PAGES.test(url)
}

function cachingOf(path: string): string {
  if (path.includes(`${sep}assets${sep}`)) return 'public, max-age=31536000, immutable'
  return /\.html(\.(br|gz))?$/.test(path) ? 'no-cache' : 'public, max-age=3600'
}
