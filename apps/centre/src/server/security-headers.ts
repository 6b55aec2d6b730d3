/** What browsers are told to forbid on every answer. */
import { createHash } from 'node:crypto'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/index.ts'

const YEAR_SECONDS = 365 * 24 * 3600

/**
 * Of the image viewer's page. It decodes in WebAssembly, draws from memory, and sets styles inline; what it loads and
 * asks for is the portal's own all the same.
 */
export const VIEWER_POLICY = policy({
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'object-src': "'self' blob:",
  'frame-src': "'self' blob:",
  'font-src': "'self'",
  'connect-src': "'self' blob: data:",
  'form-action': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
})

/**
 * Of its programs, where it binds workers alone (CSP3 §4.2: a worker brings a policy of its own). The JPEG 2000 codecs
 * write their glue at run time; in a worker that sees neither the page nor its cookies they may.
 */
export const VIEWER_WORKER_POLICY = policy({
  'script-src': "'self' 'wasm-unsafe-eval' 'unsafe-eval'",
  'connect-src': "'self' blob: data:",
  'frame-ancestors': "'none'",
})

/**
 * Of the worker that makes small pictures of chosen files: its codecs are WebAssembly. It binds that worker alone, which
 * sees neither the page nor its cookies; pages of the portal compile nothing.
 */
export const PICTURE_WORKER_POLICY = policy({
  'script-src': "'self' 'wasm-unsafe-eval'",
  'connect-src': "'self'",
  'frame-ancestors': "'none'",
})

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries({ 'default-src': "'none'", ...directives })
    .map((directive) => directive.join(' '))
    .join(';')
}

/**
 * Everything comes from the portal's own origin and nothing stands inline, but for what the portal's page has before its
 * program. Mantine is built for it: its variables are a file, its other styles are set by script (CSSOM), which the
 * policy does not concern.
 */
const PORTAL = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
}

/**
 * Of a page of the portal that carries a script and a style sheet of its own.
 * @param inline their texts, which alone are allowed by their SHA-256 (CSP3 §6.7.3.3)
 */
export function portalPolicy(inline: {
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
}) {
  return policy({
    ...PORTAL,
    'script-src': withDigests(PORTAL['script-src'], inline.scripts),
    'style-src': withDigests(PORTAL['style-src'], inline.styles),
  })
}

function withDigests(sources: string, texts: readonly string[]): string {
  const digests = texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return [sources, ...digests].join(' ')
}

export async function addSecurityHeaders(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: PORTAL },
    strictTransportSecurity: isOwnName(config.portal.publicUrl)
      ? { maxAge: YEAR_SECONDS, includeSubDomains: false }
      : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
}

/** The name `localhost` belongs to everything on the machine: other programs there need not speak TLS. */
function isOwnName(publicUrl: string): boolean {
  return !/^(localhost|127\.|\[::1\])/.test(new URL(publicUrl).hostname)
}
