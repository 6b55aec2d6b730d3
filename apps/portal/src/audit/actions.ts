/** What the trail records, by the beginnings that it can be narrowed to. An action that is newer is shown as it is. */

export const actionGroups = [
  'session.',
  'mailbox.',
  'message.',
  'package.',
  'member.',
  'institution.',
  'certificate.',
  'registration.',
  'request.',
  'conditions.',
  'mail-wording.',
  'announcement.',
  'webhook.',
  'authority.',
  'gateway.',
  'node.',
  'association.',
  'commitment.',
  'audit.',
] as const
