/** Objects rewritten while they pass: some elements of the data set itself, every other byte as it came. */
export {
  type Coercion,
  type CoercionProblem,
  coercionEdits,
  NotWritableError,
  readForCoercion,
  writingProblem,
} from './coercion.ts'
export { groupLengthEdits, insertedBefore } from './edits.ts'
export { elementBytes, headerBytes } from './element-bytes.ts'
export { type Edit, rewritten, rewrittenDataSet } from './rewritten.ts'
export { type RootElement, RootElementReader, type RootElements, rootElement } from './root-elements.ts'
