/** The centre's two entrances, and what identity needs of the centre at each. */
import type { Centre } from '../centre.ts'

/** `certificate` asks for the personal certificate; visitors of the portal are never prompted for one. */
export type Entrance = 'portal' | 'certificate'

export type IdentityContext = Pick<
  Centre,
  'config' | 'db' | 'log' | 'clock' | 'audit' | 'notices' | 'leaving'
>
