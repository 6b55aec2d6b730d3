/** Who makes a request, and the guards that routes ask. */
import type { CentreRole, MemberRole, SignInMethod } from '@epacs/exchange'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import { CERTIFICATE_ADVICE, type PersonalCertificateProblem } from './problems.ts'
import type { PortalSession, PresentedToken } from './session/sessions.ts'

export interface ActingInstitution {
  readonly id: string
  readonly name: string
  /** `node`: a communication node acts for the institution, and no person. */
  readonly role: MemberRole | 'node'
}

/** A person (or a communication node) who proved who they are, and the institution they act for. */
export interface Caller {
  readonly personId: string
  readonly personName: string
  readonly roles: readonly CentreRole[]
  readonly institution: ActingInstitution | null
  readonly method: SignInMethod | 'node'
}

/** A caller who acts for an institution. */
export interface Member extends Caller {
  readonly institution: ActingInstitution
}

/** In whose name a message is read, however they are known. */
export type Reader = Pick<Member, 'personId' | 'personName' | 'institution'>

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for a visitor. */
    caller: Caller | null
    /** The session that the portal's cookie, or a program's bearer token, stands for. */
    session: PortalSession | null
    /** What it came with. */
    sessionToken: PresentedToken | null
    /** Why the certificate that came with the request makes nobody a caller. */
    certificateProblem: PersonalCertificateProblem | null
  }
}

/** Throws a 401 problem for visitors; for those with a certificate that does not serve it says why. */
export function requireCaller(request: FastifyRequest): Caller {
  const { caller, certificateProblem } = request
  if (caller !== null) {
    refuseNode(caller, request)
    return caller
  }
  if (certificateProblem !== null) {
    throw new Problem(401, certificateProblem, CERTIFICATE_ADVICE[certificateProblem])
  }
  throw new Problem(401, 'not-signed-in', 'This is for signed-in users.')
}

/** Throws 401 for visitors, 403 for programs that a person let in: who one is at the centre is settled by oneself. */
export function requirePersonInBrowser(request: FastifyRequest): Caller {
  const caller = requireCaller(request)
  const program = request.session?.program ?? null
  if (program === null) return caller
  throw new Problem(403, 'not-for-programs', 'This is done in the portal, not by a program that was let in.')
}

/** What nodes may do is what routes say they may: everything else is people's. */
function refuseNode({ method }: Caller, { routeOptions }: FastifyRequest): void {
  if (method !== 'node' || routeOptions.config.isForNodes === true) return
  throw new Problem(403, 'not-for-nodes', 'This is for people, not for communication nodes.')
}

/** Throws 401 for visitors, 403 for everybody who is no communication node. */
export function requireNode(request: FastifyRequest): Member {
  const member = requireMember(request)
  if (member.method === 'node') return member
  throw new Problem(403, 'not-a-node', 'This is for communication nodes.')
}

/** Throws 401 for visitors, 403 for those who act for no institution (operators see no messages). */
export function requireMember(request: FastifyRequest): Member {
  const caller = requireCaller(request)
  if (caller.institution === null) {
    throw new Problem(403, 'not-a-member', 'This is for members of an institution in the network.')
  }
  return { ...caller, institution: caller.institution }
}

/** Throws 401 for visitors, 403 for those who may not answer for their institution. */
export function requireRepresentative(request: FastifyRequest): Member {
  const member = requireMember(request)
  if (member.institution.role !== 'representative') {
    throw new Problem(403, 'not-a-representative', 'This is for representatives of an institution.')
  }
  return member
}

/** Throws 401 for visitors, 403 for everybody who does not run the centre. */
export function requireOperator(request: FastifyRequest): Caller {
  const caller = requireCaller(request)
  if (!caller.roles.includes('operator')) {
    throw new Problem(403, 'not-an-operator', 'This is for those who run the centre.')
  }
  return caller
}

/** Throws 401 for visitors, 403 for all who answer for nobody. */
export function requireAnswerable(request: FastifyRequest): Caller {
  const caller = requireCaller(request)
  if (caller.roles.includes('operator') || caller.institution?.role === 'representative') return caller
  throw new Problem(403, 'not-a-representative', 'This is for operators and representatives of institutions.')
}

/** Throws 401 for visitors, 403 for everybody who is not to read the audit trail. */
export function requireAuditor(request: FastifyRequest): Caller {
  const caller = requireCaller(request)
  if (!caller.roles.includes('auditor')) {
    throw new Problem(403, 'not-an-auditor', 'This is for those who audit the network.')
  }
  return caller
}

/** Throws 401 for visitors, 403 for everybody who neither audits nor runs the centre. */
export function requireAuditorOrOperator(request: FastifyRequest): Caller {
  const caller = requireCaller(request)
  if (caller.roles.includes('auditor') || caller.roles.includes('operator')) return caller
  throw new Problem(403, 'not-an-auditor', 'This is for those who audit the network or run the centre.')
}

/** Throws 401 for visitors, 403 for everybody who neither audits nor answers for an institution. */
export function requireAuditorOrRepresentative(request: FastifyRequest): Caller {
  const caller = requireCaller(request)
  if (caller.roles.includes('auditor') || caller.institution?.role === 'representative') return caller
  throw new Problem(
    403,
    'not-a-representative',
    'This is for those who audit the network, and for representatives of institutions.',
  )
}
