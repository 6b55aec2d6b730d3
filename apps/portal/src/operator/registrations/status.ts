/** How a request's state is coloured. */
import type { RegistrationStatus } from '../../api/operator-types.ts'
import type { Tone } from '../../layout/Badge.tsx'

export const statusTones: Readonly<Record<RegistrationStatus, Tone>> = {
  unconfirmed: 'quiet',
  received: 'new',
  'in-review': 'busy',
  'more-wanted': 'quiet',
  approved: 'good',
  refused: 'bad',
}

/** Whether anything is left to be decided. */
export function isOpen(status: RegistrationStatus): boolean {
  return status === 'received' || status === 'in-review' || status === 'more-wanted'
}
