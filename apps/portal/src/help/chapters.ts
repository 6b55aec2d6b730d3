/** What the help consists of. Each part's texts are a file of their own. */
export const parts = [
  {
    part: 'visitors',
    chapters: ['what', 'participants', 'figures', 'who-may-join', 'ways', 'join'],
  },
  {
    part: 'users',
    chapters: [
      'user',
      'certificate',
      'sign-in',
      'send',
      'formats',
      'look',
      'report',
      'transfer',
      'result',
      'statuses',
      'mailbox',
      'filters',
      'space',
      'view',
      'desktop',
      'download',
      'direct',
      'reply',
      'forward',
      'requests',
      'delete',
      'settings',
      'sessions',
      'institutions',
      'colleagues',
    ],
  },
  {
    part: 'nodes',
    chapters: [
      'node',
      'node-get',
      'node-install',
      'node-network',
      'node-ae-titles',
      'node-rules',
      'node-identity',
      'node-early',
      'node-folders',
      'node-page',
      'node-end-to-end',
      'node-pacs-away',
      'node-centre-away',
      'node-upgrade',
      'node-logs',
      'gateway',
      'api',
    ],
  },
] as const

export type HelpPart = (typeof parts)[number]
export type Chapter = HelpPart['chapters'][number]
export type Part = HelpPart['part']
export type PartTexts = `help${Capitalize<Part>}`
