/** Brings the network up, step by step, and takes it down again in the opposite order. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeAddresses } from './access/addresses.ts'
import { describeAccess } from './access/describe.ts'
import { type AccessFile, accessFile } from './access/schema.ts'
import { revocationUrls, startAuthority } from './authority/server.ts'
import { centreDied, waitUntilAnswering } from './centre/answering.ts'
import { bootstrap } from './centre/bootstrap-file.ts'
import { type Addresses, addressesOf, CLIENT_ID, centreConfig } from './centre/config-file.ts'
import { httpsClient } from './centre/https-client.ts'
import { type CentreProcess, startCentreProcess } from './centre/process.ts'
import { type DemoCertificates, keepCertificates } from './certificates/keep.ts'
import type { DemoFailure } from './failure.ts'
import { keepJtpSecrets } from './jtp/keys.ts'
import { type RunningJtp, startJtp } from './jtp/server.ts'
import { readTakenRoles } from './jtp/taken-roles.ts'
import { type DataPaths, dataPaths, prepareDataFolder } from './machine/data-folder.ts'
import { writeDurably } from './machine/files.ts'
import { endLeftovers } from './machine/leftovers.ts'
import { type DataLock, takeLock } from './machine/lock.ts'
import { checkPorts, HOST, type PortPlan, portPlan } from './machine/ports.ts'
import { certifiedPeople, jtpPeople, operator } from './network/people.ts'
import type { DemoOptions } from './options.ts'
import { centreMain, portalFolder, samplesFolder } from './places.ts'
import { keepPortalBuilt } from './portal/build.ts'
import type { Outcome, Progress } from './progress.ts'
import { sendFirstMessage } from './sample-message/first-message.ts'

export interface RunningDemo {
  readonly access: AccessFile
  /** For the person at the terminal: addresses, people, files. */
  readonly description: string
  /** Settles only when a part of the network ends by itself. */
  readonly broken: Promise<DemoFailure>
}

/** What has been started and has to be stopped, the last first. */
export type Undo = { readonly stops: (() => Promise<void>)[] }

export async function stopAll({ stops }: Undo): Promise<void> {
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop()
}

interface Ground {
  readonly ports: PortPlan
  readonly addresses: Addresses
  readonly paths: DataPaths
}

/**
 * Starts everything. Whatever has been started by the time it throws (a DemoFailure, or `signal`'s reason) stands in
 * `undo`.
 */
export async function startDemo(
  options: DemoOptions,
  progress: Progress,
  signal: AbortSignal,
  undo: Undo,
): Promise<RunningDemo> {
  const ground: Ground = {
    ports: portPlan(options.port),
    addresses: addressesOf(portPlan(options.port)),
    paths: dataPaths(options.dataFolder),
  }
  const { paths, addresses } = ground
  const lock = await progress.step('Machine', () => prepareMachine(options, ground, undo))
  signal.throwIfAborted()
  await progress.step('Portal', async () => {
    const state = await keepPortalBuilt(portalFolder, signal)
    return { result: undefined, detail: state === 'built' ? 'built from its sources' : 'is built' }
  })
  signal.throwIfAborted()
  const certificates = await progress.step('Certificates', async () => {
    const urls = revocationUrls(HOST, ground.ports.revocation)
    const kept = await keepCertificates(paths.certificates, [operator, ...certifiedPeople], urls)
    return { result: kept.certificates, detail: kept.detail }
  })
  signal.throwIfAborted()
  await progress.step('Revocation', async () => {
    const options = { host: HOST, port: ground.ports.revocation, certificates }
    const authority = await startAuthority(options, (error) =>
      console.error("The demo's authority failed at a request:", error),
    )
    undo.stops.push(() => authority.stop())
    return { result: authority, detail: revocationUrls(HOST, ground.ports.revocation).crlUrl }
  })
  signal.throwIfAborted()
  await progress.step('Identity provider', async () => {
    const jtp = await startIdentityProvider(ground, certificates)
    undo.stops.push(() => jtp.stop())
    return { result: jtp, detail: jtp.issuer }
  })
  signal.throwIfAborted()
  const centre = await progress.step('Centre', () => startCentre(ground, certificates, lock, signal, undo))
  await progress.step('Sample message', () => sendFirstMessage(addresses, paths, certificates))
  signal.throwIfAborted()

  const access = accessFile.parse(describeAccess(addresses, certificates))
  await writeDurably(paths.access, `${JSON.stringify(access, null, 2)}\n`, 0o600)
  return {
    access,
    description: describeAddresses(access, paths.access, jtpPeople, samplesFolder),
    broken: new Promise((resolve) => {
      void centre.ended.then(async (how) => {
        if (how === 'died') resolve(await centreDied(centre, paths.centreLog))
      })
    }),
  }
}

async function prepareMachine({ dataFolder, port }: DemoOptions, { paths, addresses }: Ground, undo: Undo) {
  await prepareDataFolder(dataFolder)
  const lock: DataLock = await takeLock(paths.lock, dataFolder, addresses.portal)
  undo.stops.push(() => lock.release())
  const ended = await endLeftovers(lock.formerCentre, paths.database)
  await checkPorts(port)
  const leftovers = ended.length === 0 ? '' : `; ended a former run's ${ended.join(' and ')}`
  return {
    result: lock,
    detail: `Node.js ${process.versions.node}, ${dataFolder}, ports ${port} to ${port + 9}${leftovers}`,
  }
}

async function startIdentityProvider(
  { ports, addresses, paths }: Ground,
  certificates: DemoCertificates,
): Promise<RunningJtp> {
  const secrets = await keepJtpSecrets(paths.jtpKeys)
  await writeDurably(paths.jtpClientSecret, secrets.clientSecret, 0o600)
  const pem = (path: string) => readFile(path, 'utf8')
  return startJtp(
    {
      host: HOST,
      port: ports.jtp,
      hostName: 'localhost',
      tls: { key: await pem(certificates.server.key), cert: await pem(certificates.server.cert) },
      client: {
        clientId: CLIENT_ID,
        clientSecret: secrets.clientSecret,
        redirectUri: `${addresses.portal}/sign-in/jtp/callback`,
        portal: addresses.portal,
      },
      keys: secrets,
      people: jtpPeople,
      takenRoles: () => readTakenRoles(paths.jtpTakenRoles),
    },
    (error) => console.error('The identity provider failed at a request:', error),
  )
}

async function startCentre(
  { ports, addresses, paths }: Ground,
  certificates: DemoCertificates,
  lock: DataLock,
  signal: AbortSignal,
  undo: Undo,
): Promise<Outcome<CentreProcess>> {
  const config = centreConfig(ports, addresses, paths, certificates, join(portalFolder, 'dist'))
  await writeDurably(paths.centreConfig, `${JSON.stringify(config, null, 2)}\n`, 0o600)
  await writeDurably(paths.bootstrap, `${JSON.stringify(bootstrap(certificates), null, 2)}\n`, 0o600)
  const { centreConfig: configPath, centreLog: logPath } = paths
  const centre = await startCentreProcess({ mainFile: centreMain, configPath, logPath })
  undo.stops.push(() => stopCentre(centre, paths))
  await lock.noteCentre(centre.pid)

  const client = httpsClient({ ca: await readFile(certificates.ca, 'utf8') })
  try {
    const urls = [
      `${addresses.jtpIssuer}/.well-known/openid-configuration`,
      `${addresses.portal}/readyz`,
      `${addresses.portal}/`,
      `${addresses.certificateEntrance}/healthz`,
    ]
    await waitUntilAnswering(client, urls, centre, logPath, signal)
  } finally {
    client.close()
  }
  return { result: centre, detail: `${addresses.portal} and ${addresses.certificateEntrance}` }
}

/** A centre that had to be killed leaves its database server running: that one is ended here. */
async function stopCentre(centre: CentreProcess, paths: DataPaths): Promise<void> {
  await centre.stop()
  await endLeftovers(undefined, paths.database)
}
