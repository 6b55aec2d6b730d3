/** Who makes a request: sessions, certificates, JTP, and the guards that routes ask. */
import type { Feature } from '../features.ts'
import { certificateGate } from './certificate/gate.ts'
import { RECHECK_JOB, type Recheck, recheck } from './certificate/recheck.ts'
import { renewalRoutes } from './certificate/renewal-routes.ts'
import { certificateRoutes } from './certificate/routes.ts'
import { confirmRoutes } from './device/confirm-routes.ts'
import { oauthRoutes } from './device/oauth-routes.ts'
import { choiceRoutes } from './jtp/choice.ts'
import { jtpRoutes } from './jtp/routes.ts'
import { nodeAuthority } from './node/authority.ts'
import { invitationRoutes } from './proven/invitation-routes.ts'
import { provenRoutes } from './proven/routes.ts'
import { ownSessionRoutes } from './session/own-sessions.ts'
import { sessionRoutes } from './session/routes.ts'
import { sweepSignIns } from './sweep.ts'
import { trustAlso } from './trust.ts'

export { institutionsOf } from './acting-institution.ts'
export { acceptedAuthorities } from './authorities.ts'
export {
  type Caller,
  type Member,
  type Reader,
  requireCaller,
  requireMember,
  requireNode,
  requireOperator,
  requireRepresentative,
} from './caller.ts'
export { bindCertificate } from './certificate/bindings.ts'
export { certificateCallers } from './certificate/callers.ts'
export { certificateGate } from './certificate/gate.ts'
export { recheckCertificates } from './certificate/recheck.ts'
export type { Entrance } from './entrance.ts'
export { formField, takeForms } from './form-body.ts'
export { identityHooks } from './hooks.ts'
export { type Krzp, krzpOf, setOwnKrzp } from './krzp.ts'
export { nodeAuthority } from './node/authority.ts'
export { bearerToken } from './proven/bearer.ts'
export { invite, makeMember } from './proven/invitations.ts'
export { type ProvenIdentity, personWith, provenIdentityOf } from './proven/proven-identities.ts'
export { stillActs } from './still-acts.ts'
export { newToken, sha256 } from './tokens.ts'

const stops = new WeakMap<object, () => void>()

export const identity: Feature = {
  name: 'identity',
  routes(app, centre, entrance) {
    sessionRoutes(app, centre, entrance)
    ownSessionRoutes(app, centre)
    invitationRoutes(app, centre, entrance)
    choiceRoutes(app, centre, entrance)
    certificateRoutes(app, centre, entrance)
    renewalRoutes(app, centre)
    provenRoutes(app, centre, entrance)
    oauthRoutes(app, centre, entrance)
    confirmRoutes(app, centre)
    if (entrance === 'portal') jtpRoutes(app, centre)
  },
  jobs: (centre) => ({
    'sweep-sign-ins': () => sweepSignIns(centre),
    [RECHECK_JOB]: (payload: Partial<Recheck>) => recheck(centre, payload),
  }),
  schedules: [
    { job: 'sweep-sign-ins', pattern: '*/10 * * * *' },
    { job: RECHECK_JOB, pattern: '* * * * *' },
  ],
  async start(centre) {
    const { jtp, portal, trust } = centre.config
    await trustAlso(trust.caFiles)
    await nodeAuthority(centre)
    if (jtp?.protocol === 'saml') {
      const { checkSamlFiles } = await import('./jtp/saml/service-provider.ts')
      await checkSamlFiles(jtp, portal.publicUrl)
    }
    stops.set(centre.db, await certificateGate(centre).start())
  },
  async stop({ db }) {
    stops.get(db)?.()
  },
}
