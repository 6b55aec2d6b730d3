/** Which abstract syntaxes are storage classes (PS3.4 annex B and GG; PS3.6 table A-1, retired ones included). */

export const VERIFICATION = '1.2.840.10008.1.1'
export const STORAGE_COMMITMENT = '1.2.840.10008.1.20.1'
/** Well-known instance of the push model (PS3.4 §J.3.5). */
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1'
/** PS3.6 table A-3: service classes, as common extended negotiation names them. */
export const STORAGE_SERVICE_CLASS = '1.2.840.10008.4.2'

const DICOM_ROOT = '1.2.840.10008.'
const STORAGE_ROOT = '1.2.840.10008.5.1.4.1.1.'

/** Below the root of storage, and something else: finding, moving and getting protocol approvals and inventories. */
const NOT_STORAGE: ReadonlySet<string> = new Set(
  ['200.4', '200.5', '200.6', '201.2', '201.3', '201.4', '201.5', '201.6'].map(
    (last) => `${STORAGE_ROOT}${last}`,
  ),
)

const ELSEWHERE: ReadonlySet<string> = new Set([
  // Stored Print, Hardcopy Grayscale and Color Image: retired.
  '1.2.840.10008.5.1.1.27',
  '1.2.840.10008.5.1.1.29',
  '1.2.840.10008.5.1.1.30',
  // Detached patient, visit, study, results and interpretation management are none; RT instructions are.
  '1.2.840.10008.5.1.4.34.1',
  '1.2.840.10008.5.1.4.34.7',
  '1.2.840.10008.5.1.4.34.10',
  // Non-patient objects (PS3.4 annex GG).
  '1.2.840.10008.5.1.4.38.1',
  '1.2.840.10008.5.1.4.39.1',
  '1.2.840.10008.5.1.4.43.1',
  '1.2.840.10008.5.1.4.44.1',
  '1.2.840.10008.5.1.4.45.1',
])

/** Of the standard, in use or retired. */
export function isStandardStorage(uid: string): boolean {
  return (uid.startsWith(STORAGE_ROOT) && !NOT_STORAGE.has(uid)) || ELSEWHERE.has(uid)
}

/**
 * Or a manufacturer's own: nothing about such a UID tells what it is, and objects in private classes are what PACS
 * hold, while private services are spoken between a maker's own devices only.
 */
export function isStorage(uid: string): boolean {
  return isStandardStorage(uid) || !uid.startsWith(DICOM_ROOT)
}
