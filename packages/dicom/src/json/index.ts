/** The DICOM JSON Model of PS3.18. */
export {
  type DicomJson,
  type DicomJsonOptions,
  dicomJson,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
  jsonTag,
} from './dicom-json.ts'
export { nativeDicomXml } from './native-xml.ts'
