/** The SOP classes of query and retrieval (PS3.4 annex C, PS3.6 table A-1) that are not retired. */

export type QueryModel = 'patient-root' | 'study-root'
export type QueryOperation = 'find' | 'move' | 'get'

const ROOT = '1.2.840.10008.5.1.4.1.2'
const MODELS: readonly QueryModel[] = ['patient-root', 'study-root']
const OPERATIONS: readonly QueryOperation[] = ['find', 'move', 'get']

export interface QueryClass {
  readonly uid: string
  readonly model: QueryModel
  readonly operation: QueryOperation
}

/** 1.2.840.10008.5.1.4.1.2.1.1 is Patient Root FIND, 1.2.840.10008.5.1.4.1.2.2.3 Study Root GET. */
export const QUERY_CLASSES: readonly QueryClass[] = MODELS.flatMap((model, modelIndex) =>
  OPERATIONS.map((operation, index) => ({
    uid: `${ROOT}.${modelIndex + 1}.${index + 1}`,
    model,
    operation,
  })),
)

export function queryClass(uid: string): QueryClass | undefined {
  return QUERY_CLASSES.find((each) => each.uid === uid)
}

export function queryClassUid(model: QueryModel, operation: QueryOperation): string {
  return `${ROOT}.${MODELS.indexOf(model) + 1}.${OPERATIONS.indexOf(operation) + 1}`
}
