/** What browsers are told to forbid on every answer. */
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/index.ts'

const YEAR_SECONDS = 365 * 24 * 3600

/**
 * Everything comes from the portal's own origin and nothing stands inline. Mantine is built for it: its
 * variables are a file, its other styles are set by script (CSSOM), which the policy does not concern.
 */
export async function addSecurityHeaders(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
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
