/** Objects as a whole: all their elements, one of their values. */
export type { ObjectElement, ObjectElements, PixelDataPlace } from './object-element.ts'
export {
  ObjectReader,
  type ObjectReaderOptions,
  type ReadObject,
  readObject,
  readWholeObject,
} from './object-reader.ts'
export { type ElementPath, valueAt, valueFrom } from './value-stream.ts'
