/** Plays a node against a centre, and says of each requirement of docs/node-protocol.md whether the centre meets it. */
import { makeCertificateRequest } from '@epacs/pki'
import { readCa } from '../centre/connection.ts'
import { readIdentity } from '../enrolment/identity-file.ts'
import { type Known, NotMet, Skipped } from './check.ts'
import { EARLY_CHECKS } from './early-checks.ts'
import { ENROLMENT_CHECKS } from './enrolment-checks.ts'
import { RECEIVING_CHECKS } from './receiving-checks.ts'
import { REQUIREMENTS, type RequirementId } from './requirements.ts'
import { SENDING_CHECKS } from './sending-checks.ts'
import { Wire } from './wire.ts'

export interface ConformanceOptions {
  /** The portal's address. */
  readonly centre: string
  /** PEM file. */
  readonly caFile: string | null
  /** One of them: an enrolment code that is used up, or the data folder of a node. */
  readonly code?: string | undefined
  readonly identityFolder?: string | undefined
  /** AE title of the recipient; undefined: the node's own institution, so that receiving is looked at, too. */
  readonly to?: string | undefined
}

export interface ConformanceResult {
  readonly id: RequirementId
  readonly requirement: string
  readonly result: 'pass' | 'fail' | 'skipped'
  /** Why it failed or was skipped. */
  readonly why: string | null
}

/** @throws NodeError: no identity, or no file of an authority */
export async function* examineCentre(options: ConformanceOptions): AsyncGenerator<ConformanceResult> {
  const known = await begin(options)
  const stop = new AbortController()
  let listening: Promise<string | undefined> | undefined
  try {
    const checks = [...ENROLMENT_CHECKS, ...SENDING_CHECKS, ...EARLY_CHECKS, ...RECEIVING_CHECKS]
    for (const { id, look } of checks) {
      if (known.entrance !== undefined) listening ??= listen(known.entrance, known, stop.signal)
      const failed = id === 'A7' ? await listening : undefined
      yield failed === undefined ? await resultOf(id, () => look(known)) : told(id, 'fail', failed)
    }
  } finally {
    stop.abort()
    known.entrance?.close()
    known.portal.close()
  }
}

async function begin({ centre, caFile, code, identityFolder, to }: ConformanceOptions): Promise<Known> {
  const ca = await readCa(caFile)
  const identity = identityFolder === undefined ? undefined : await readIdentity(identityFolder)
  const certificate = identity && { cert: identity.certificate, key: identity.privateKey }
  return {
    portal: new Wire(centre, { ca }),
    code,
    key: await makeCertificateRequest('conformance test'),
    ca,
    to,
    entrance: identity && new Wire(identity.certificateEntrance, { ca, ...certificate }),
    certificate,
    entranceUrl: identity?.certificateEntrance,
    institutionId: identity?.institution.id,
    recipientId: undefined,
    package: undefined,
    upload: undefined,
    message: undefined,
    etag: undefined,
    received: undefined,
    isEarlyOffered: false,
    events: [],
  }
}

/** @returns what is wrong with the stream itself; undefined: nothing */
async function listen(entrance: Wire, { events }: Known, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { status, type } = await entrance.events('/api/events', (data) => events.push(data), signal)
    if (status !== 200) return `answered ${status}`
    return type.startsWith('text/event-stream') ? undefined : `the content type is ${type}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function resultOf(id: RequirementId, look: () => Promise<void>): Promise<ConformanceResult> {
  try {
    await look()
    return told(id, 'pass', null)
  } catch (error) {
    if (error instanceof Skipped) return told(id, 'skipped', error.message)
    if (error instanceof NotMet) return told(id, 'fail', error.message)
    return told(id, 'fail', error instanceof Error ? `no answer: ${error.message}` : String(error))
  }
}

function told(id: RequirementId, result: ConformanceResult['result'], why: string | null): ConformanceResult {
  return { id, requirement: REQUIREMENTS[id], result, why }
}
