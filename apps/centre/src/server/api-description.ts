/** apps/portal/openapi.json as it has to stand: the API's description without a running centre. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NO_TRACING } from '@epacs/tracing'
import type { RouteOptions } from 'fastify'
import { pino } from 'pino'
import type { Centre } from '../centre.ts'
import { parseConfig } from '../config/index.ts'
import { openUnconnected } from '../database/index.ts'
import { graphileQueue } from '../jobs/index.ts'
import { openFolderStore } from '../storage/index.ts'
import { buildApp } from './build-app.ts'
import { openMetrics } from './metrics.ts'

export const openapiPath = fileURLToPath(new URL('../../../portal/openapi.json', import.meta.url))

function neverSigns(): never {
  throw new Error('nothing is signed for a description')
}

/** @param onRoute told of every route, with its schemas as they were written */
export async function apiDescription(onRoute?: (route: RouteOptions) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-description-'))
  const { db, pool } = openUnconnected()
  const config = parseConfig(
    {
      dataFolder: folder,
      portal: { publicUrl: 'https://localhost', tls: { certFile: 'none', keyFile: 'none' } },
      certificateEntrance: { publicUrl: 'https://localhost' },
      database: { url: 'postgres://localhost/none' },
    },
    folder,
  )
  const centre: Centre = {
    config,
    db,
    log: pino({ level: 'silent' }),
    clock: () => new Date(0),
    audit: { record: async () => {} },
    signer: { key: neverSigns, published: async () => [], rotate: undefined },
    jobs: graphileQueue,
    store: await openFolderStore(folder),
    events: { publish: () => {}, subscribe: () => () => {} },
    notices: { listen: async () => {}, tell: async () => {} },
    locks: { tryAlone: async () => true, free: async () => {} },
    metrics: openMetrics().registry,
    tracing: NO_TRACING,
    processId: '00000000-0000-4000-8000-000000000000',
    leaving: new AbortController().signal,
    stopping: new AbortController().signal,
  }
  try {
    const app = await buildApp({
      centre,
      entrance: 'portal',
      metrics: openMetrics(),
      ...(onRoute ? { onRoute } : {}),
    })
    const description = JSON.stringify(app.swagger(), null, 2)
    await app.close()
    return `${description}\n`
  } finally {
    await pool.end()
    await rm(folder, { recursive: true, force: true })
  }
}
