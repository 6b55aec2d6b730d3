/** What the centre and the node speak DICOMweb with (PS3.18). */
export {
  acceptedRanges,
  covers,
  DICOM_JSON,
  DICOM_XML,
  type MediaRange,
  partType,
  storeAnswerType,
} from './accept.ts'
export { MOST_PARTS, PartsError, partsOf } from './parts.ts'
export { CANNOT_UNDERSTAND, type StoreResponse, type StoreResult, storeResponse } from './store-response.ts'
