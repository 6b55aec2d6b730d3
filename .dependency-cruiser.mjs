// What may import what. Arrows point down only:
//
//   demo, command -> centre -> intake -> package -> dicom      exchange, pki: used by the apps, use nothing of ours
//   command -> node -> intake, package, dicom, pki; command reads names as the portal does (packages/intake/src/looking)
//   centre, node -> dicomweb -> dicom
//   centre, node -> sealed-files -> package
//   centre, node -> end-to-end -> sealed-files
//   centre, node, command -> proof -> package
//   centre, node -> tracing
//   portal: talks to the REST API; its look before sending uses the intake's rules (packages/intake/src/looking)
//
// Tests may import more, but not from above either. The map in words is in ARCHITECTURE.md.

/** The simulator is a test, too, that people start. */
const test = '(\\.test\\.tsx?$|/testing/|^apps/simulator/)'
const DICOM_NETWORK = '^packages/dicom/src/network/'
/** Modules of the intake and of the package that the look before sending uses at run time. */
const LOOKING =
  '^packages/(package/src/file-set/person|intake/src/(looking/.*|dicomdir/.*|outcomes/.*|reading/(file-kind|file-names|or-dicom-error|plausibility)|instances/(contested-instance|instance-ledger|patients|with-remark)|zip/(archive-entries|central-entry|code-page-852|entry-names|local-header)|container-refusal|intake-result|limits|outcome-codes))\\.ts$'
const centreFeature = '^apps/centre/src/([^/]+)/'

/** `from` may import of our own workspaces only those named in `allowed` (and itself). */
const layer = (from, allowed, without = {}) => ({
  name: `layer-${from.replace('/', '-')}`,
  comment: `${from} may use of our own code only: ${allowed.length === 0 ? 'nothing' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^${from}/`, ...without },
  to: {
    path: '^(packages|apps|e2e|bench|scripts)/',
    pathNot: [from, ...allowed].map((each) => `^${each}/`),
  },
})

const pure = (from, except = []) => ({
  name: `pure-${from.replace('/', '-')}`,
  comment: `${from} does no I/O and runs in browsers too: no modules of Node.`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: [test, ...except] },
  to: { dependencyTypes: ['core'] },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    layer('packages/dicom', []),
    layer('packages/exchange', []),
    layer('packages/pki', []),
    layer('packages/tracing', []),
    layer('packages/debian', ['scripts/bundle']),
    layer('packages/package', ['packages/dicom']),
    layer('packages/dicomweb', ['packages/dicom']),
    layer('packages/proof', ['packages/package'], { pathNot: test }),
    layer('packages/sealed-files', ['packages/package']),
    layer('packages/end-to-end', ['packages/sealed-files'], { pathNot: test }),
    layer('packages/intake', ['packages/package', 'packages/dicom']),
    layer('apps/centre', [
      'packages/dicomweb',
      'packages/intake',
      'packages/package',
      'packages/dicom',
      'packages/exchange',
      'packages/pki',
      'packages/proof',
      'packages/sealed-files',
      'packages/end-to-end',
      'packages/tracing',
      'packages/debian',
    ]),
    // Its tests run it against a real centre.
    layer(
      'apps/node',
      [
        'packages/dicomweb',
        'packages/intake',
        'packages/package',
        'packages/dicom',
        'packages/exchange',
        'packages/pki',
        'packages/proof',
        'packages/sealed-files',
        'packages/end-to-end',
        'packages/tracing',
        'packages/debian',
      ],
      {
        pathNot: test,
      },
    ),
    layer('apps/command', [
      'apps/centre',
      'apps/node',
      'packages/dicom',
      'packages/exchange',
      'packages/proof',
      'packages/intake/src/looking',
    ]),
    layer('apps/demo', ['apps/centre', 'packages/exchange', 'packages/pki']),
    // It is made of what the tests of centre and node are made of.
    layer('apps/simulator', [
      'apps/centre',
      'apps/node',
      'packages/dicom',
      'packages/exchange',
      'packages/pki',
    ]),
    // Its tests hold its texts against what the packages can say.
    layer('apps/portal', ['packages/intake/src/looking'], { pathNot: test }),
    // What is measured in the browser is generated.
    layer('e2e', ['apps/demo', 'bench/src/generator']),
    layer('scripts', []),
    pure('packages/dicom', [DICOM_NETWORK]),
    {
      name: 'dicom-network-uses-the-network-alone',
      comment: 'The network half of packages/dicom opens sockets; it touches no files, processes or clocks.',
      severity: 'error',
      from: { path: DICOM_NETWORK, pathNot: test },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(net|tls|stream|events|crypto)(/|$)' },
    },
    {
      name: 'dicom-without-its-network',
      comment: 'Objects are read and written without the network; browsers get no sockets.',
      severity: 'error',
      from: { path: '^packages/dicom/src/', pathNot: DICOM_NETWORK },
      to: { path: DICOM_NETWORK },
    },
    pure('packages/exchange'),
    {
      name: 'looking-runs-in-browsers',
      comment: 'What the look before sending is made of runs in a worker of the portal: no modules of Node.',
      severity: 'error',
      from: { path: LOOKING, pathNot: test },
      to: {
        path: ['^packages/(intake|package)/', '^(node:)?[a-z_/]+$', 'node_modules/yauzl'],
        pathNot: LOOKING,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'features-through-their-index',
      comment: 'What a feature of the centre offers others is its index.ts.',
      severity: 'error',
      from: { path: centreFeature, pathNot: test },
      to: {
        path: '^apps/centre/src/[^/]+/.+',
        pathNot: ['^apps/centre/src/$1/', '^apps/centre/src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'centre-through-the-index-of-features',
      comment: 'What a feature of the centre offers others is its index.ts.',
      severity: 'error',
      from: { path: '^apps/centre/src/[^/]+$', pathNot: test },
      to: { path: '^apps/centre/src/[^/]+/.+', pathNot: '^apps/centre/src/[^/]+/index\\.ts$' },
    },
    {
      name: 'workspaces-through-their-index',
      comment: 'A workspace offers what its package.json exports; its inner files are its own.',
      severity: 'error',
      from: { path: '^(packages|apps|e2e|bench|scripts)(/[^/]+/)', pathNot: test },
      to: {
        path: '^(packages|apps)/[^/]+/src/',
        pathNot: [
          '^$1$2',
          '^(packages|apps)/[^/]+/src/index\\.ts$',
          '^apps/node/src/(client|direct-sending/index|folders/pack-files)\\.ts$',
          '^packages/dicom/src/(network|network/conformance|dictionary|frames|json|matching|object|picture|rewriting)/index\\.ts$',
          '^packages/intake/src/looking/(index|likely-text|picture|sure-reading|passport/index)\\.ts$',
          '^packages/package/src/file-set/person\\.ts$',
        ],
      },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'What runs for people does not import what only tests use.',
      severity: 'error',
      from: { path: '^(packages|apps|bench|scripts)/', pathNot: test },
      to: { path: test },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or need a third.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { circular: true },
    },
    {
      name: 'no-cycles-at-run-time',
      comment:
        "Modules that need each other are one module, or need a third. (The centre's context names the types of what features offer, and features take the context: types alone may meet so.)",
      severity: 'error',
      from: { pathNot: '^packages/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      // Types alone: the package has no code to be found.
      to: { couldNotResolve: true, pathNot: '^@medplum/fhirtypes$' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package stands in the package.json of the workspace that imports it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)(dist|test-results)/', '^virtual:'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
