/** What can be wrong with a package, with the way it is being written, or with an instance that is to join it. */
export const PACKAGE_PROBLEMS = [
  /** Not the layout that a PackageWriter writes: cut off, or altered. */
  'damaged-package',
  /** The index does not fit the package. */
  'damaged-index',
  /** An instance grew past 4 GiB without having been announced as that large. */
  'larger-than-announced',
  /** More studies, series or instances than file IDs have room for. */
  'too-many-instances',
  /**
   * The instance cannot stand in one file-set with those before it: its study belongs to another patient there,
   * its series to another study or modality, or its Patient ID to another person. The instance is not taken, the
   * package stays as it was.
   */
  'conflicting-study',
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
