/** Of the bundles that `npm run build` makes. */
export declare const BUNDLES_FOLDER: string
/** In the folder of a bundle: the files that it was built from, with size and time of change. */
export declare const BUILT_FROM: string

/**
 * @param source path of a program: `/…/apps/centre/src/main.ts`
 * @param root the repository
 * @returns what is run instead; undefined: it is in no bundle, none was built, or a file that it was built from has changed since
 */
export declare function freshBundle(source: string, root?: string): string | undefined
