/** Who makes a request: sessions, certificates, JTP, and the guards that routes ask. */
export {
  type ActingInstitution,
  type Caller,
  type Member,
  requireCaller,
  requireMember,
  requireOperator,
} from './caller.ts'
