/** What can be wrong with a package, or with the way it is being written. */
export const PACKAGE_PROBLEMS = [
  /** Not the layout that a PackageWriter writes: cut off, or altered. */
  'damaged-package',
  /** The index does not fit the package. */
  'damaged-index',
  /** An instance grew past 4 GiB without having been announced as that large. */
  'larger-than-announced',
  /** More studies, series or instances than file IDs have room for. */
  'too-many-instances',
] as const
export type PackageProblem = (typeof PACKAGE_PROBLEMS)[number]

export class PackageError extends Error {
  readonly code: PackageProblem
  constructor(code: PackageProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PackageError'
    this.code = code
  }
}
