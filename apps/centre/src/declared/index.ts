/** Completeness by declaration: what a message is to hold, said ahead of its data. */
export {
  type Arrived,
  compareDeclared,
  declarationOf,
  forgetDeclared,
  keepArrived,
  missingOf,
  noteDeclared,
  type ShownDeclaration,
} from './declare.ts'
export { Declared, DeclaredShown, type DeclaredStudy, faultOfDeclaration } from './schemas.ts'
