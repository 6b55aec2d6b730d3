/**
 * Who is let in: the calling AE title with the client certificate (over TLS) or the address (without) says who sends,
 * the called AE title says to whom.
 */
import { allowedUser, type Proposal, REJECTION, type Rejection } from '@epacs/dicom/network'
import type { Centre } from '../../centre.ts'
import { isAmong } from './addresses.ts'
import { checkGatewayCertificate } from './gateway-certificate.ts'
import { type Exchange, findGateway, findRecipient, type Gateway, isBound } from './gateways.ts'

/** Why an association is rejected, and how the peer learns it (PS3.8 table 9-21). */
export const REFUSALS = {
  'unknown-calling-ae-title': REJECTION.callingAeTitleNotRecognized,
  'foreign-address': REJECTION.callingAeTitleNotRecognized,
  'foreign-certificate': REJECTION.callingAeTitleNotRecognized,
  'bad-certificate': REJECTION.callingAeTitleNotRecognized,
  'foreign-user': REJECTION.userIdentityRefused,
  'unknown-called-ae-title': REJECTION.calledAeTitleNotRecognized,
  'too-many-associations': REJECTION.localLimitExceeded,
  'too-many-of-institution': REJECTION.localLimitExceeded,
  stopping: REJECTION.temporaryCongestion,
} as const satisfies Record<string, Rejection>
export type RefusalCode = keyof typeof REFUSALS

export interface Refused {
  readonly refused: RefusalCode
  /** More exactly, for the audit trail. */
  readonly detail?: string | undefined
}

/** Strangers learn nothing about who can be called: the caller is looked at first. */
export async function admit(centre: Centre, proposal: Proposal): Promise<Exchange | Refused> {
  const { callingAeTitle, calledAeTitle } = proposal.request
  const gateway = await findGateway(centre.db, { aeTitle: callingAeTitle })
  if (gateway === undefined) return { refused: 'unknown-calling-ae-title' }
  const refused = await refuseCaller(centre, gateway, proposal)
  if (refused !== undefined) return refused
  if (!(await isUserInOrder(centre, callingAeTitle, proposal))) return { refused: 'foreign-user' }
  const recipient = await findRecipient(centre.db, { aeTitle: calledAeTitle })
  if (recipient === undefined) return { refused: 'unknown-called-ae-title' }
  return { gateway, recipient }
}

/** Whether an association that stands would be let in now. */
export async function mayStillCall(
  centre: Centre,
  { gateway }: Exchange,
  proposal: Proposal,
): Promise<boolean> {
  const now = await findGateway(centre.db, { id: gateway.id })
  if (now === undefined || now.aeTitle !== gateway.aeTitle) return false
  return (await refuseCaller(centre, now, proposal)) === undefined
}

/** A gateway without users may say what it likes. */
async function isUserInOrder({ config }: Centre, aeTitle: string, { request }: Proposal): Promise<boolean> {
  const users = config.dicom.users.filter(({ gateway }) => gateway === aeTitle)
  return users.length === 0 || (await allowedUser(users, request.user.userIdentity)) !== undefined
}

async function refuseCaller(
  centre: Centre,
  gateway: Gateway,
  { certificates, remoteAddress }: Proposal,
): Promise<Refused | undefined> {
  if (certificates === undefined) {
    return isAmong(gateway.addresses, remoteAddress) ? undefined : { refused: 'foreign-address' }
  }
  const check = await checkGatewayCertificate(centre, certificates)
  if (!check.ok) return { refused: 'bad-certificate', detail: check.problem }
  return (await isBound(centre.db, gateway.id, check.facts)) ? undefined : { refused: 'foreign-certificate' }
}
