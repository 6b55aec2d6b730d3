/** `epacs node enrol`: the key is made here and stays here; the centre signs a certificate for it. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type KeyWithRequest, makeCertificateRequest } from '@epacs/pki'
import { CentreConnection, CentreProblem, readCa } from '../centre/connection.ts'
import { proxyOf } from '../centre/proxy.ts'
import { JSON_SCHEMA_NAME, nodeJsonSchema } from '../config/json-schema.ts'
import { readNodeConfig } from '../config/read-config.ts'
import { sampleConfig } from '../config/sample.ts'
import { ifPresent, writeDurably } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'
import { isEnrolled, type NodeIdentity, writeIdentity } from './identity-file.ts'

export interface Enrolment {
  /** The portal's address. */
  readonly centre: string
  readonly code: string
  /** Written when it is missing. */
  readonly configPath: string
  /** PEM file; undefined: as the configuration says. */
  readonly caFile?: string | undefined
}

interface EnrolmentAnswer extends Omit<NodeIdentity, 'privateKey'> {
  readonly expiresAt: string
}

/** @throws NodeError */
export async function enrolNode(
  enrolment: Enrolment,
): Promise<{ identity: NodeIdentity; expiresAt: string }> {
  const { centre, code, configPath, caFile } = enrolment
  await writeSample(configPath, caFile)
  const config = await readNodeConfig(configPath)
  const { dataFolder } = config
  if (await isEnrolled(dataFolder)) {
    throw new NodeError(`This node is enrolled already; its identity is in ${dataFolder}.`)
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const pendingPath = join(dataFolder, 'enrolling.json')
  const key = await pendingKey(pendingPath)
  const connection = new CentreConnection(
    centre,
    { ca: await readCa(caFile ?? config.caFile) },
    { proxy: await proxyOf(config.proxy) },
  )
  try {
    const { expiresAt, ...answer } = await connection.call<EnrolmentAnswer>({
      method: 'POST',
      path: '/api/nodes',
      json: { code, certificateRequest: key.requestPem },
    })
    const identity = { ...answer, privateKey: key.privateKeyPem }
    await writeIdentity(dataFolder, identity)
    await rm(pendingPath)
    return { identity, expiresAt }
  } catch (error) {
    if (error instanceof CentreProblem) throw new NodeError(error.message, { cause: error })
    if (error instanceof NodeError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new NodeError(`The centre at ${centre} was not reached: ${reason}`, { cause: error })
  } finally {
    connection.close()
  }
}

/** The same key until it has a certificate: an answer that got lost is given again to it alone. */
async function pendingKey(path: string): Promise<KeyWithRequest> {
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text !== undefined) return JSON.parse(text) as KeyWithRequest
  const key = await makeCertificateRequest('ePACS communication node')
  await writeDurably(path, JSON.stringify(key))
  return key
}

async function writeSample(configPath: string, caFile: string | undefined): Promise<void> {
  if ((await ifPresent(stat(configPath))) !== undefined) return
  await mkdir(dirname(configPath), { recursive: true })
  const text = sampleConfig()
  const named =
    caFile === undefined ? text : text.replace('caFile: null', `caFile: ${JSON.stringify(caFile)}`)
  await writeDurably(configPath, named)
  await writeDurably(join(dirname(configPath), JSON_SCHEMA_NAME), nodeJsonSchema())
}
