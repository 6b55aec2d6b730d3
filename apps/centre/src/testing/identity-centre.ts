/**
 * Both entrances of a centre with nothing behind them but identity and one address that answers who asks: real
 * PostgreSQL, real TLS, the real audit trail, and a clock that tests put forward.
 */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Issued, issueServerCertificate, LOCAL_NAMES, makeAuthority } from '@epacs/pki'
import { NO_TRACING } from '@epacs/tracing'
import { type FastifyInstance, fastify } from 'fastify'
import { Registry } from 'prom-client'
import { openAuditTrail } from '../audit/index.ts'
import { type BootstrapFile, bringIn } from '../bootstrap/index.ts'
import type { Centre } from '../centre.ts'
import { type ConfigFile, parseConfig } from '../config/index.ts'
import { LastingConnection, openDatabase } from '../database/index.ts'
import { openEventHub } from '../events/index.ts'
import { acceptedAuthorities, type Entrance, identity, identityHooks } from '../identity/index.ts'
import { graphileQueue } from '../jobs/index.ts'
import { processIdOf } from '../process-id.ts'
import { answerWithProblems } from '../server/problems.ts'
import { openSigner } from '../signing/index.ts'
import { openFolderStore } from '../storage/index.ts'
import { Browser, type HeldCertificate } from './browser.ts'
import { copyDatabase, removeDatabase } from './database-template.ts'
import { freePorts } from './free-port.ts'
import { lookedThroughLog } from './looked-through-log.ts'

export interface IdentityOptions {
  /** Three from here on; of its own choice unless somebody else has to know them before. */
  readonly port?: number
  readonly bootstrap: (write: (name: string, text: string) => Promise<string>) => Promise<BootstrapFile>
  readonly config?: (write: (name: string, text: string) => Promise<string>) => Promise<Partial<ConfigFile>>
}

const DAY_MS = 86_400_000
export const validity = {
  notBefore: new Date(Date.now() - DAY_MS),
  notAfter: new Date(Date.now() + 30 * DAY_MS),
}

export class IdentityCentre {
  readonly centre: Centre
  readonly portal: string
  readonly certificateEntrance: string
  /** Of the servers, and what browsers and the centre trust. */
  readonly ca: Issued
  readonly servers: Readonly<Record<Entrance, Server>>
  readonly #setClock: (aheadMs: number) => void
  readonly #browsers: Browser[] = []
  readonly #undo: (() => unknown)[]

  private constructor(parts: {
    centre: Centre
    ca: Issued
    servers: Record<Entrance, Server>
    setClock: (aheadMs: number) => void
    undo: (() => unknown)[]
  }) {
    this.centre = parts.centre
    this.portal = parts.centre.config.portal.publicUrl
    this.certificateEntrance = parts.centre.config.certificateEntrance.publicUrl
    this.ca = parts.ca
    this.servers = parts.servers
    this.#setClock = parts.setClock
    this.#undo = parts.undo
  }

  static async start({ port: first, bootstrap, config: more }: IdentityOptions): Promise<IdentityCentre> {
    const port = first ?? (await freePorts(3))
    const folder = await mkdtemp(join(tmpdir(), 'epacs-identity-'))
    const undo: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })]
    const write = async (name: string, text: string) => {
      await writeFile(join(folder, name), text)
      return join(folder, name)
    }
    const ca = await makeAuthority({ commonName: 'Servers', organization: 'ePACS tests', ...validity })
    const server = await issueServerCertificate(ca, { ...LOCAL_NAMES, ...validity })
    const config = parseConfig(
      {
        dataFolder: join(folder, 'data'),
        portal: {
          port,
          publicUrl: `https://localhost:${port}`,
          tls: {
            certFile: await write('server.pem', server.certificatePem),
            keyFile: await write('server-key.pem', server.privateKeyPem),
          },
        },
        certificateEntrance: { port: port + 1, publicUrl: `https://localhost:${port + 1}` },
        database: { embedded: { port: port + 2 } },
        // The certificates of most tests say nothing of where their revocation can be learnt.
        certificates: { revocation: 'soft-fail' },
        trust: { caFiles: [await write('ca.pem', ca.certificatePem)] },
        bootstrapFile: await write('bootstrap.json', JSON.stringify(await bootstrap(write))),
        ...(await more?.(write)),
      },
      folder,
    )
    const log = lookedThroughLog()
    await copyDatabase(config)
    undo.push(() => removeDatabase(config.dataFolder))
    const database = await openDatabase(config, log)
    const lasting = await LastingConnection.open(database.connection, log)
    undo.push(
      () => database.close(),
      () => lasting.close(),
    )
    let aheadMs = 0
    const centre: Centre = {
      config,
      db: database.db,
      log,
      clock: () => new Date(Date.now() + aheadMs),
      audit: openAuditTrail(database.db),
      signer: await openSigner(config, database.db, new Date()),
      jobs: graphileQueue,
      store: await openFolderStore(config.dataFolder),
      events: await openEventHub(database.pool, lasting, log),
      notices: lasting,
      locks: lasting,
      processId: await processIdOf(config.dataFolder),
      leaving: new AbortController().signal,
      metrics: new Registry(),
      tracing: NO_TRACING,
      stopping: new AbortController().signal,
    }
    await bringIn(centre.db, config)
    await identity.start?.(centre)
    undo.push(() => identity.stop?.(centre))
    const servers = {
      portal: await listen(centre, 'portal', server, undo),
      certificate: await listen(centre, 'certificate', server, undo),
    }
    const setClock = (ms: number) => {
      aheadMs = ms
    }
    return new IdentityCentre({ centre, ca, servers, setClock, undo })
  }

  /** The centre's clock against the real one. */
  setAhead(ms: number): void {
    this.#setClock(ms)
  }

  browser(certificate?: HeldCertificate): Browser {
    const browser = new Browser(this.ca.certificatePem, certificate)
    this.#browsers.push(browser)
    return browser
  }

  /** What the audit trail has of these actions, the last first. */
  async audited(...actions: readonly string[]) {
    return await this.centre.db
      .selectFrom('audit_event')
      .where('action', 'in', [...actions])
      .select(['action', 'actor_person_id', 'actor_institution_id', 'details'])
      .orderBy('position', 'desc')
      .execute()
  }

  async stop(): Promise<void> {
    for (const browser of this.#browsers) browser.close()
    for (let step = this.#undo.pop(); step !== undefined; step = this.#undo.pop()) await step()
  }
}

async function listen(
  centre: Centre,
  entrance: Entrance,
  { certificatePem, privateKeyPem }: Issued,
  undo: (() => unknown)[],
): Promise<Server> {
  const asked = entrance === 'portal' ? {} : await acceptedAuthorities(centre).tls()
  const server = createServer({ cert: certificatePem, key: privateKeyPem, ...asked })
  // As the real entrances have it: what happens once in a connection is counted, however slow the machine.
  server.keepAliveTimeout = 72_000
  const app = fastify({
    loggerInstance: centre.log,
    pluginTimeout: 0,
    serverFactory: (handler) => server.on('request', handler),
  }) as unknown as FastifyInstance
  answerWithProblems(app)
  await app.register(async (scope) => {
    await identityHooks(scope, centre, entrance)
    await identity.routes?.(scope, centre, entrance)
    // What features do: reading, changing, receiving bytes.
    scope.route({
      method: ['GET', 'POST', 'PATCH', 'DELETE'],
      url: '/api/who',
      handler: async ({ caller }) => ({
        person: caller?.personName ?? null,
        institution: caller?.institution?.name ?? null,
      }),
    })
    scope.get('/api/unattended', { config: { needs: 'person', isNoUse: true } }, async () => ({}))
  })
  await app.ready()
  if (entrance === 'certificate') {
    const authorities = acceptedAuthorities(centre)
    const stop = authorities.onChange(() => {
      void authorities.tls().then((tls) => {
        server.setSecureContext({ cert: certificatePem, key: privateKeyPem, ...tls })
      })
    })
    undo.push(stop)
  }
  server.listen(centre.config[entrance === 'portal' ? 'portal' : 'certificateEntrance'].port, 'localhost')
  await once(server, 'listening')
  undo.push(async () => {
    server.closeAllConnections()
    server.close()
    await app.close()
  })
  return server
}
