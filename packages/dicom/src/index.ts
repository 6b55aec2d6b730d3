/** DICOM objects as files: reading them, their text, the directory of a file-set. Pure: no I/O, no platform. */
export type { DataElement, DataSet, Tag, VR } from './data-set.ts'
export { DICOM_PROBLEMS, DicomError, type DicomErrorPlace, type DicomProblem } from './dicom-error.ts'
export { ContentDigest, type DigestSink } from './digest/content-digest.ts'
export * from './directory/index.ts'
export {
  ENCAPSULATED_PDF_STORAGE,
  encapsulatedPdf,
  MAX_PDF_BYTES,
  type PdfDescription,
  type PdfEnvelope,
} from './document/encapsulated-pdf.ts'
export {
  imagingManifest,
  KEY_OBJECT_SELECTION,
  type ManifestDescription,
} from './document/imaging-manifest.ts'
export type { ManifestInstance, ManifestSeries } from './document/manifest-content.ts'
export { DeflatedStream } from './encoding/deflated.ts'
export {
  type HeadFacts,
  IMPLEMENTATION_CLASS_UID,
  IMPLEMENTATION_VERSION_NAME,
  receivedFileHead,
} from './file/file-head.ts'
export {
  type HeaderSoFar,
  type InstanceHeader,
  type ObjectBeginning,
  READING_REMARKS,
  type ReadingRemark,
  type ReadingRemarkCode,
} from './reading/instance-header.ts'
export { InstanceReader, type InstanceReaderOptions } from './reading/instance-reader.ts'
export { DEFAULT_READING_LIMITS, type ReadingLimits } from './reading/reading-limits.ts'
export { nonPatientKind } from './reading/sop-classes.ts'
export { dictionaryVr, type Keyword, keywordOf, TAG, tagText } from './tags.ts'
export { type CharacterSet, characterSet, characterSetOf } from './text/character-set.ts'
export { encodeText } from './text/encode.ts'
export { decodeText, numberOf, textOf } from './text/text.ts'
