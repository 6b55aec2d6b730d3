export interface Bundle {
  /** By the name of their file in the bundle, without `.mjs`: where they lie in the repository. */
  readonly programs: Readonly<Record<string, string>>
  /** Packages of npm that stay in node_modules: they bring machine code, WebAssembly or programs, and look for them beside themselves. */
  readonly installed: readonly string[]
}

export type BundleName = 'centre' | 'node'

export declare const BUNDLES: Readonly<Record<BundleName, Bundle>>
