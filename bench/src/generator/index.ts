/** Generated studies, for whoever measures: `@epacs/bench/generator`. */
export { type DataSet, FULL_SIZES, keepDataSet } from './data-set.ts'
