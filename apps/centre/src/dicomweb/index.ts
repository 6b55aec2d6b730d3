/** DICOMweb (PS3.18): reading a message's images (QIDO-RS, WADO-RS), sending to an institution (STOW-RS). */
import cors from '@fastify/cors'
import type { Feature } from '../features.ts'
import { stopRendering } from './rendered/renderer.ts'
import { readingRoutes } from './routes.ts'
import { storeRoutes } from './store/routes.ts'

export { frameMediaTypes, searchAttributes, storeFailureReasons } from './conformance.ts'
export { instanceBytes } from './instance-bytes.ts'
export { messageIndex } from './message-index.ts'

export const dicomweb: Feature = {
  name: 'dicomweb',
  async routes(app, centre, entrance) {
    const { allowedOrigins } = centre.config.dicomweb
    if (allowedOrigins.length > 0) {
      await app.register(cors, {
        origin: [...allowedOrigins],
        credentials: true,
        methods: ['GET', 'HEAD', 'POST'],
        allowedHeaders: ['Accept', 'Content-Type', 'Range', 'X-Epacs-Institution'],
        exposedHeaders: ['Content-Location', 'Link', 'Warning'],
        maxAge: 600,
      })
    }
    readingRoutes(app, centre, entrance)
    await storeRoutes(app, centre, entrance)
  },
  stop: stopRendering,
}
